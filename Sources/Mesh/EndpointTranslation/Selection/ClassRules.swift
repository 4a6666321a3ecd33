internal import MeshModel

/// The rules by which one proxy's view of one cluster decides about endpoints (EG-E1 to EG-H7, EG-M1 to EG-M10, EG-N1
/// to EG-N15).
struct ClassRules {
    let selection: EndpointSelection
    let check: MutualTLSCheck
    let tunnelling: Tunnelling
    let horizon: SplitHorizon
    let isSNIRouted: Bool
    /// The endpoints that a proxy of one address family is sent by their own addresses.
    var families: TranslationSemantics.EndpointFamilies

    /// The protocol by which endpoints of one kind would be reached in another network.
    func crossing(to endpoint: Endpoint, _ view: inout RecordingProxyView) -> NetworkCrossing {
        horizon.crossing(isTunnelled: tunnelling.tunnel(to: endpoint, &view) != nil, &view)
    }

    /// Decides by one endpoint for all of its kind.
    func decide(
        _ endpoint: Endpoint,
        _ sets: inout GatewaySets,
        _ view: inout RecordingProxyView
    ) -> ClassDecision {
        if let reason = selection.reason(against: endpoint, &view) { return .notSelected(reason) }
        let tlsMode = check.announcedMode(endpoint)
        let tunnel = tunnelling.tunnel(to: endpoint, &view)
        // The socket of a tunnel takes the place of that of mTLS (EG-A5, EG-M10).
        let isMutual = tlsMode == "istio" && tunnel?.choosesSocket != true
        let crossing = horizon.crossing(isTunnelled: tunnel != nil, &view)
        switch horizon.decision(for: endpoint, isMutual: isMutual, by: crossing, &view) {
        case .dropped(let reason):
            return .unreachable(reason)
        case .direct(let reason):
            // Names that are routed by SNI take mTLS endpoints only (EG-M9) ...
            if isSNIRouted, !isMutual { return .unreachable(.sniNeedsMutualTLS) }
            guard reaches(endpoint, &view) else { return .unreachable(.otherFamily) }
            return .direct(tlsMode: tlsMode, reason)
        case .gateways(let gateways):
            // ... which tunnels through gateways are not.
            if isSNIRouted, !isMutual { return .unreachable(.sniNeedsMutualTLS) }
            if isSNIRouted, crossing == .tunnel { return .unreachable(.sniNotThroughTunnel) }
            return .gateways(sets.index(of: gateways, by: crossing), tlsMode: tlsMode)
        }
    }

    /// Returns a Boolean value that indicates whether the proxy reaches an address of the endpoint (EG-E14).
    private func reaches(_ endpoint: Endpoint, _ view: inout RecordingProxyView) -> Bool {
        guard families == .reachable, endpoint.port != 0 else { return true }
        return !endpoint.addresses(reachedBy: view.addressMode()).isEmpty
    }
}
