internal import MeshModel

/// Whether an endpoint is reachable with the mesh's mTLS, and the mode to announce (section 5 of the notes).
struct MutualTLSCheck {
    private let ruleMode: ClientTLSMode?
    private let policies: PeerAuthenticationTable

    init(policy: EffectivePolicy, peerAuthentications: PeerAuthenticationTable) {
        ruleMode = policy.tlsMode
        policies = peerAuthentications
    }

    /// The TLS mode to send with the endpoint; nil for plain text (D-1, M-8).
    func announcedMode(_ endpoint: Endpoint) -> String? {
        guard grounds(for: endpoint).isEnabled, !endpoint.tlsMode.isEmpty, endpoint.tlsMode != "disabled" else {
            return nil
        }
        return endpoint.tlsMode
    }

    /// The rule goes before everything else (M-1), then the endpoint's own mode (M-5), then its policies (M-6).
    func grounds(for endpoint: Endpoint) -> MutualTLSGrounds {
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
