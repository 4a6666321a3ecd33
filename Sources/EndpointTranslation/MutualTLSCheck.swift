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
        guard isEnabled(endpoint), !endpoint.tlsMode.isEmpty, endpoint.tlsMode != "disabled" else { return nil }
        return endpoint.tlsMode
    }

    /// The rule goes before everything else (M-1), then the endpoint's own mode (M-5), then its policies (M-6).
    private func isEnabled(_ endpoint: Endpoint) -> Bool {
        if let ruleMode { return ruleMode == .istioMutual }
        guard endpoint.tlsMode == "istio" else { return false }
        guard policies.canDisable else { return true }
        return policies.mode(namespace: endpoint.namespace, labels: endpoint.labels, port: endpoint.port) != .disable
    }
}
