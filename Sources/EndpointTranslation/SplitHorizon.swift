internal import MeshModel

/// Which endpoints a proxy reaches by their own address, and which through gateways (section 6 of the notes).
struct SplitHorizon {
    let gateways: GatewayTable
    let semantics: TranslationSemantics
    var features = MeshFeatures()

    /// Whether networks make a difference at all (N-1).
    var isMultiNetwork: Bool {
        gateways.isMultiNetwork
            || (semantics.unresolvedGateways == .unreachable && !gateways.unreachableNetworks.isEmpty)
            || semantics.unreachableNetworks == .drop
    }

    /// Whether networks make a difference to the proxy: in ambient mode always, except to sidecars (N-1).
    func appliesNetworks(_ view: inout RecordingProxyView) -> Bool { isMultiNetwork || view.usesTunnels(features) }

    /// Decides for one endpoint.
    ///
    /// - Parameters:
    ///   - endpoint: the endpoint.
    ///   - isMutual: whether it is announced with the mesh's mTLS (M-10).
    ///   - view: the proxy.
    func decision(
        for endpoint: Endpoint,
        isMutual: Bool,
        _ view: inout RecordingProxyView
    ) -> NetworkDecision {
        guard appliesNetworks(&view) else { return direct(endpoint, isMultiNetwork: false) }
        // Endpoints of no network are direct for everyone; nothing of the proxy needs to be known.
        guard !endpoint.network.isEmpty else { return direct(endpoint, isMultiNetwork: true) }
        let network = view.network()
        if network == endpoint.network { return direct(endpoint, isMultiNetwork: true) }
        if features.ambient, !features.ambientIngress, !network.isEmpty, view.isIngressGateway() {
            return .dropped(.ingressStaysInNetwork)
        }
        let candidates = candidates(for: endpoint, &view)
        if candidates.isEmpty {
            if semantics.unresolvedGateways == .unreachable, gateways.unreachableNetworks.contains(endpoint.network) {
                return .dropped(.unresolvedGateway)
            }
            // In ambient mode nobody goes directly into another network (N-6, A-8).
            if features.ambient || semantics.unreachableNetworks == .drop, !network.isEmpty {
                return .dropped(.noGateway)
            }
            // A remote network without gateways counts as reachable (N-10).
            return direct(endpoint, isMultiNetwork: true)
        }
        // A proxy of no known network comes here too: where there is a gateway it goes through it (N-9).
        let reachable = reachable(candidates, &view)
        if reachable.isEmpty { return .dropped(.gatewayOfOtherFamily) }
        if !isMutual, !view.usesTunnels(features) { return .dropped(.notMutualTLS) }
        if semantics.remoteHealth == .healthyOnly, !endpoint.isHealthy { return .dropped(.remoteUnhealthy) }
        return .gateways(reachable)
    }

    private func direct(_ endpoint: Endpoint, isMultiNetwork: Bool) -> NetworkDecision {
        if endpoint.address.isEmpty, isMultiNetwork || semantics.emptyAddresses == .drop {
            return .dropped(.noAddress)
        }
        // A Unix socket has no host by which the reference could tell it from others (N-10).
        if isMultiNetwork, endpoint.port == 0 { return .dropped(.noAddress) }
        return .direct
    }

    /// The gateways of the endpoint's cluster or network; sidecars need one with a port for mTLS, all others in ambient
    /// mode one with a port for HBONE (N-4).
    private func candidates(for endpoint: Endpoint, _ view: inout RecordingProxyView) -> [Gateway] {
        let all = gateways.candidates(network: endpoint.network, cluster: endpoint.cluster)
        if view.usesTunnels(features) { return all.filter { $0.hbonePort != 0 } }
        guard all.contains(where: { $0.port == 0 }) else { return all }
        guard semantics.portlessGateways == .skip || view.kind() == .sidecar else { return all }
        return all.filter { $0.port != 0 }
    }

    /// The gateways of an address family that the proxy reaches (N-5).
    private func reachable(_ candidates: [Gateway], _ view: inout RecordingProxyView) -> [Gateway] {
        switch view.addressMode() {
        case .dual: candidates
        case .v4: candidates.filter { IPAddress($0.address)?.family == .v4 }
        case .v6: candidates.filter { IPAddress($0.address)?.family == .v6 }
        }
    }
}

extension Endpoint {
    /// Whether it can take traffic: ready, or nothing is known against it.
    var isHealthy: Bool { !isDraining && (health == .healthy || health == .unknown) }
}
