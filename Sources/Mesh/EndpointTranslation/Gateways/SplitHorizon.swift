public import MeshModel

/// Which endpoints a proxy reaches by their own address, and which through gateways (EG-N1 to EG-N15).
struct SplitHorizon {
    let gateways: GatewayTable
    let semantics: TranslationSemantics
    var features = MeshFeatures()

    /// A Boolean value that indicates whether networks make a difference at all (EG-N1).
    var isMultiNetwork: Bool {
        gateways.isMultiNetwork
            || (semantics.unresolvedGateways == .unreachable && !gateways.unreachableNetworks.isEmpty)
            || semantics.unreachableNetworks == .drop
    }

    /// Returns a Boolean value that indicates whether networks make a difference to the proxy: in ambient mode always,
    /// except to sidecars (EG-N1).
    func appliesNetworks(_ view: inout RecordingProxyView) -> Bool { isMultiNetwork || view.usesTunnels(features) }

    /// The protocol by which an endpoint of another network is reached (EG-A6).
    ///
    /// - Parameters:
    ///   - isTunnelled: whether the endpoint itself is reached by a tunnel.
    ///   - view: the proxy.
    func crossing(isTunnelled: Bool, _ view: inout RecordingProxyView) -> NetworkCrossing {
        switch semantics.tunnelsAcrossNetworks {
        case .always: view.usesTunnels(features) ? .tunnel : .mutualTLS
        // Sidecars have no filter chain for what an ambient gateway passes on.
        case .byEndpoint: isTunnelled && view.usesTunnels(features) ? .tunnel : .mutualTLS
        }
    }

    /// Decides for one endpoint.
    ///
    /// - Parameters:
    ///   - endpoint: the endpoint.
    ///   - isMutual: whether it is announced with the mesh's mTLS (EG-M10).
    ///   - crossing: the protocol by which it is reached if it is in another network.
    ///   - view: the proxy.
    func decision(
        for endpoint: Endpoint,
        isMutual: Bool,
        by crossing: NetworkCrossing,
        _ view: inout RecordingProxyView
    ) -> NetworkDecision {
        guard appliesNetworks(&view) else { return direct(endpoint, .oneNetwork) }
        // Endpoints of no network are direct for everyone; nothing of the proxy needs to be known.
        guard !endpoint.network.isEmpty else { return direct(endpoint, .noNetwork) }
        let network = view.network()
        if network == endpoint.network { return direct(endpoint, .sameNetwork) }
        if network.isEmpty, semantics.networklessProxies == .direct { return direct(endpoint, .networklessProxy) }
        if features.isAmbientMultiNetwork, !features.ambientIngress, !network.isEmpty, view.isIngressGateway() {
            return .dropped(.ingressStaysInNetwork)
        }
        let candidates = candidates(for: endpoint, by: crossing, &view)
        if candidates.isEmpty {
            if semantics.unresolvedGateways == .unreachable, gateways.unreachableNetworks.contains(endpoint.network) {
                return .dropped(.unresolvedGateway)
            }
            // In ambient mode no proxy connects directly to another network (EG-N6, EG-A8).
            if features.isAmbientMultiNetwork || semantics.unreachableNetworks == .drop, !network.isEmpty {
                return .dropped(.noGateway)
            }
            // A remote network without gateways counts as reachable (EG-N10).
            return direct(endpoint, .noGateway)
        }
        // A proxy of no known network comes here too: where there is a gateway it goes through it (EG-N9).
        let reachable = reachable(candidates, &view)
        if reachable.isEmpty { return .dropped(.gatewayOfOtherFamily) }
        if !isMutual, crossing == .mutualTLS { return .dropped(.notMutualTLS) }
        if semantics.remoteHealth == .healthyOnly, !endpoint.isHealthy { return .dropped(.remoteUnhealthy) }
        return .gateways(reachable)
    }

    private func direct(_ endpoint: Endpoint, _ reason: NetworkDecision.DirectReason) -> NetworkDecision {
        let isMultiNetwork = reason != .oneNetwork
        if endpoint.address.isEmpty, isMultiNetwork || semantics.emptyAddresses == .drop {
            return .dropped(.noAddress)
        }
        // A Unix socket has no host by which the reference could tell it from others (EG-N10).
        if isMultiNetwork, endpoint.port == 0 { return .dropped(.noAddress) }
        return .direct(reason)
    }

    /// The gateways of the endpoint's cluster or network; those that are entered by tunnels need a port for HBONE, the
    /// others one for mTLS (EG-N4).
    private func candidates(
        for endpoint: Endpoint,
        by crossing: NetworkCrossing,
        _ view: inout RecordingProxyView
    ) -> [Gateway] {
        let all = gateways.candidates(network: endpoint.network, cluster: endpoint.cluster)
        guard all.contains(where: { portRejection(of: $0, by: crossing, &view) != nil }) else { return all }
        return all.filter { portRejection(of: $0, by: crossing, &view) == nil }
    }

    /// Returns the rejection of a gateway without a suitable port, or `nil` if it has one.
    private func portRejection(
        of gateway: Gateway,
        by crossing: NetworkCrossing,
        _ view: inout RecordingProxyView
    ) -> GatewayVerdict? {
        if crossing == .tunnel { return gateway.hbonePort == 0 ? .noTunnelPort : nil }
        guard gateway.port == 0 else { return nil }
        return semantics.portlessGateways == .skip || view.kind() == .sidecar ? .noPort : nil
    }

    /// The gateways of an address family that the proxy reaches (EG-N5).
    private func reachable(_ candidates: [Gateway], _ view: inout RecordingProxyView) -> [Gateway] {
        guard semantics.gatewayFamilies == .reachable, let family = view.addressMode().family else { return candidates }
        return candidates.filter { IPAddress($0.address)?.family == family }
    }

    /// Returns the verdict on every gateway of a network for endpoints of one cluster, in order; then on those without
    /// address.
    func verdicts(
        for endpoint: Endpoint,
        by crossing: NetworkCrossing,
        _ view: inout RecordingProxyView
    ) -> [ConsideredGateway] {
        let family = semantics.gatewayFamilies == .reachable ? view.addressMode().family : nil
        let preferred = Set(gateways.candidates(network: endpoint.network, cluster: endpoint.cluster))
        let known = (gateways.byNetwork[endpoint.network] ?? []).map { gateway -> ConsideredGateway in
            var verdict = portRejection(of: gateway, by: crossing, &view)
            if verdict == nil, let family, IPAddress(gateway.address)?.family != family { verdict = .otherFamily }
            if !preferred.contains(gateway) { verdict = .otherClustersGateway }
            return ConsideredGateway(gateway: gateway, verdict: verdict ?? .usable)
        }
        let unresolved = gateways.unresolved.filter { $0.network == endpoint.network }
        return known + unresolved.map { ConsideredGateway(gateway: $0, verdict: .unresolved) }
    }
}

extension Endpoint {
    /// A Boolean value that indicates whether it can receive traffic: it is ready, or its health is unknown.
    public var isHealthy: Bool { !isDraining && (health == .healthy || health == .unknown) }
}
