internal import MeshModel

/// The settings of a DestinationRule for one service port and subset (EG-P20, EG-M1 to EG-M4).
struct EffectivePolicy {
    /// The merged settings.
    let settings: TrafficPolicy.Settings
    /// The TLS mode of the rule, or `nil` without one.
    let tlsMode: ClientTLSMode?
    /// The labels that endpoints must have, or `nil` for all endpoints (EG-E6).
    let subsetLabels: Labels?
    /// The rule, or `nil` without one.
    let source: ObjectReference?

    init(rule: DestinationRule?, port: Int, subset name: String, semantics: TranslationSemantics) {
        let subset = name.isEmpty ? nil : rule?.subset(named: name)
        settings = Self.merged(rule?.trafficPolicy, subset?.trafficPolicy, port: port)
        source = rule?.source
        subsetLabels = subset.flatMap { $0.labels.isEmpty ? nil : $0.labels }
        if name.isEmpty {
            tlsMode = rule?.trafficPolicy?.tlsMode(forPort: port)
        } else if let subset {
            let own = subset.trafficPolicy?.tlsMode(forPort: port)
            switch semantics.subsetTLS {
            case .inherited: tlsMode = own ?? rule?.trafficPolicy?.tlsMode(forPort: port)
            case .ownPolicyOnly: tlsMode = own
            }
        } else {
            // A subset that the rule does not define leaves the decision to the endpoint (EG-M4).
            tlsMode = nil
        }
    }

    /// Returns the rule's settings for the port, overridden by those of the subset.
    private static func merged(
        _ general: TrafficPolicy?,
        _ subset: TrafficPolicy?,
        port: Int
    ) -> TrafficPolicy.Settings {
        var result = general?.settings(forPort: port).settings ?? TrafficPolicy.Settings()
        guard let own = subset?.settings(forPort: port) else { return result }
        // Settings of a port replace all four parts, even by nothing; general ones only the parts that they contain.
        if own.isPortLevel { return own.settings }
        if own.settings.hasLoadBalancer {
            result.hasLoadBalancer = true
            result.localityLoadBalancing = own.settings.localityLoadBalancing
            result.loadBalancer = own.settings.loadBalancer
        }
        if own.settings.http2Upgrade != nil { result.http2Upgrade = own.settings.http2Upgrade }
        if own.settings.outlierDetection != nil { result.outlierDetection = own.settings.outlierDetection }
        if own.settings.tlsMode != nil { result.tlsMode = own.settings.tlsMode }
        return result
    }
}
