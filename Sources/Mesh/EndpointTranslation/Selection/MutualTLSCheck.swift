internal import MeshModel

/// The reachability of endpoints with the mesh's mTLS, and the mode to announce (EG-M1 to EG-M10).
struct MutualTLSCheck {
    private let ruleMode: ClientTLSMode?
    private let policies: PeerAuthenticationTable

    init(policy: EffectivePolicy, peerAuthentications: PeerAuthenticationTable) {
        ruleMode = policy.tlsMode
        policies = peerAuthentications
    }

    /// Returns the TLS mode to send with the endpoint, or `nil` for plain text (EG-D1, EG-M8).
    func announcedMode(_ endpoint: Endpoint) -> String? {
        guard tlsReason(for: endpoint).isEnabled, !endpoint.tlsMode.isEmpty, endpoint.tlsMode != "disabled" else {
            return nil
        }
        return endpoint.tlsMode
    }

    /// Returns the reason: the rule has precedence (EG-M1), then the endpoint's own mode (EG-M5), then its policies
    /// (EG-M6).
    func tlsReason(for endpoint: Endpoint) -> MutualTLSReason {
        if let ruleMode { return .destinationRule(ruleMode) }
        guard endpoint.tlsMode == "istio" else { return .noSidecar }
        guard policies.canDisable else { return .sidecar }
        let decision = policies.decision(
            namespace: endpoint.namespace,
            labels: endpoint.labels,
            port: endpoint.port
        )
        return decision.mode == .disable ? .peerAuthentication(decision.policy?.source) : .sidecar
    }
}
