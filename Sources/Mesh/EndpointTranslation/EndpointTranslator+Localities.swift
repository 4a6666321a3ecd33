internal import MeshModel

/// The gateways, weights and localities of an assignment, once its endpoints are selected.
extension EndpointTranslator {
    /// Puts gateways in place, weighs, and applies locality load balancing (EG-N13 to EG-P22).
    func finish<Observer: TranslationObserver>(
        _ groups: inout [DraftGroup],
        _ sets: GatewaySets,
        _ localities: LocalityPolicy,
        _ layout: EndpointLayout,
        _ tunnelling: Tunnelling,
        _ view: inout RecordingProxyView,
        _ observer: inout Observer
    ) {
        let weighing = Weighing(
            weights: semantics.weights,
            scaleFactor: mesh.gateways.scaleFactor,
            isMultiNetwork: horizon.appliesNetworks(&view)
        )
        let substitution = GatewaySubstitution(
            sets: sets,
            weighing: weighing,
            tunnel: tunnelling.tunnel(through:)
        )
        let scale: WeightScale
        switch semantics.gatewayPerLocality {
        case .perLocality:
            observer.ranked {
                // Where the endpoints themselves would stand: here gateways are ranked, not what is behind them.
                var own = groups
                rank(&own, localities, layout, &view)
                return own
            }
            substitution.perLocality(&groups)
            scale = weighing.weigh(&groups)
            rank(&groups, localities, layout, &view)
        case .once:
            rank(&groups, localities, layout, &view)
            observer.ranked { groups }
            substitution.once(&groups, layout)
            scale = weighing.weigh(&groups)
        }
        observer.weighed(substitution, scale)
        if case .distribute(let rules) = localities {
            LocalityDistribution.apply(rules, proxy: view.locality(), weights: semantics.weights, to: &groups)
        }
        if semantics.localityGroups == .byLocality {
            groups.removeAll(where: \.hosts.isEmpty)
            FailoverPriorities.compress(&groups)
        }
    }

    /// Encodes shares in the form that the client keeps.
    func encode(
        _ shares: ShareLayout,
        _ localities: LocalityPolicy,
        _ layout: EndpointLayout,
        _ groups: inout [DraftGroup]
    ) {
        if shares.splitsLocalities {
            var isDistributed = false
            if case .distribute = localities { isDistributed = true }
            LocalityShares.split(&groups, layout, isDistributed: isDistributed)
        }
        if shares.levelsLocalities {
            for index in groups.indices where groups[index].weight != nil { groups[index].weight = 1 }
        }
    }

    private func rank(
        _ groups: inout [DraftGroup],
        _ localities: LocalityPolicy,
        _ layout: EndpointLayout,
        _ view: inout RecordingProxyView
    ) {
        guard case .failover(let labels, let regions, let byRegion) = localities, !groups.isEmpty else { return }
        if !labels.isEmpty {
            let label = { (host: DraftHost, key: String) -> String in
                if let place = host.place { return layout.endpoint(at: place).labels[key] ?? "" }
                guard case .gateway(let gateway, _) = host.target else { return "" }
                return key == LabelKey.network
                    ? gateway.network.name : key == LabelKey.cluster ? gateway.cluster.name : ""
            }
            let priorities = FailoverPriorities(label: label, networkFailover: semantics.networkFailover)
            priorities.split(by: labels, &view, &groups)
        }
        if byRegion { FailoverPriorities.rank(byRegionFrom: view.locality(), failover: regions, &groups) }
    }
}
