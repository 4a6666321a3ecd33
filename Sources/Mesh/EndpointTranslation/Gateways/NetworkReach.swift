public import MeshModel

/// The decisions of translation about networks, without the rest of it.
///
/// For views of a whole mesh; ``EndpointTranslator`` computes the assignments of a proxy.
public struct NetworkReach: Sendable {
    private let mesh: MeshSnapshot
    private let horizon: SplitHorizon

    /// Makes the decisions for a mesh.
    public init(_ mesh: MeshSnapshot) {
        self.mesh = mesh
        horizon = SplitHorizon(gateways: mesh.gateways, semantics: mesh.semantics, features: mesh.features)
    }

    /// A Boolean value that indicates whether networks have any effect (EG-N1).
    public var isMultiNetwork: Bool { horizon.isMultiNetwork }

    /// Returns a Boolean value that indicates whether an endpoint can receive traffic: ready or of unknown health
    /// (EG-H1, EG-H6).
    public static func isHealthy(_ endpoint: Endpoint) -> Bool { endpoint.isHealthy }

    /// Returns a predicate for the endpoints of a service port that are reached with the mesh's mTLS, for clients in
    /// its own namespace
    /// (EG-M1 to EG-M8).
    ///
    /// - Parameters:
    ///   - service: the service.
    ///   - port: the number of one of its ports.
    public func mutualTLS(_ service: Service, port: Int) -> (Endpoint) -> Bool {
        let rule = mesh.destinationRules.rule(
            hostname: service.hostname,
            serviceNamespace: service.namespace,
            proxyNamespace: service.namespace,
            hasLabels: { $0.isEmpty }
        )
        let policy = EffectivePolicy(rule: rule, port: port, subset: "", semantics: mesh.semantics)
        let check = MutualTLSCheck(policy: policy, peerAuthentications: mesh.peerAuthentications)
        return { check.announcedMode($0) == "istio" }
    }

    /// Returns the decision about one endpoint (EG-N1 to EG-N15).
    ///
    /// - Parameters:
    ///   - endpoint: the endpoint.
    ///   - isMutual: a Boolean value that indicates whether it is reached with the mesh's mTLS.
    ///   - proxy: the client.
    public func decision(for endpoint: Endpoint, isMutual: Bool, from proxy: Proxy) -> NetworkDecision {
        var view = RecordingProxyView(proxy)
        let tunnelling = Tunnelling(mesh.features, cluster: ClusterName(""), redirection: nil)
        let crossing = horizon.crossing(isTunnelled: tunnelling.tunnel(to: endpoint, &view) != nil, &view)
        return horizon.decision(for: endpoint, isMutual: isMutual, by: crossing, &view)
    }
}
