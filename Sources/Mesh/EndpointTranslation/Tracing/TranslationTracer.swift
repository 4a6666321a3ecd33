internal import MeshModel

/// Watches a translation and remembers what led to its answer.
struct TranslationTracer: TranslationObserver {
    private var plan: TranslationPlan?
    /// The decision at each place of each shard; `nil` for shards that were not read.
    private var decisions: [Int: [ClassDecision?]] = [:]
    private var duplicates: Set<EndpointIndex> = []
    private var ranked: [DraftGroup] = []
    private var substitution: GatewaySubstitution?
    private var scale = WeightScale(factor: 1, rounding: .none)

    mutating func planned(_ plan: () -> TranslationPlan) { self.plan = plan() }

    mutating func decided(_ decision: ClassDecision, shard: Int, places: Range<Int32>) {
        guard let count = plan?.layout.parts[shard].indices.count else { return }
        for place in places {
            decisions[shard, default: Array(repeating: nil, count: count)][Int(place)] = decision
        }
    }

    mutating func passedOver(_ place: EndpointIndex, isRemote: Bool) { duplicates.insert(place) }

    mutating func ranked(_ groups: () -> [DraftGroup]) { ranked = groups() }

    mutating func weighed(_ substitution: GatewaySubstitution, _ scale: WeightScale) {
        self.substitution = substitution
        self.scale = scale
    }

    /// Returns the recorded trace.
    func trace(of assignment: Assignment, _ mesh: MeshSnapshot, _ proxy: Proxy) -> TranslationTrace {
        var view = RecordingProxyView(proxy)
        let endpoints = plan.map { self.endpoints(of: assignment, $0, mesh, &view) } ?? unplanned(assignment, mesh)
        return TranslationTrace(
            assignment: assignment,
            groups: assignment.groups,
            weights: (assignment.draft?.groups ?? []).map { $0.hosts.flatMap(Self.weights) },
            ownLocalities: plan.map { ownLocalities($0, mesh.semantics, &view) } ?? [],
            scale: scale,
            endpoints: endpoints,
            port: plan?.port,
            subsetLabels: plan?.source.selection.subsetLabels,
            destinationRule: plan?.policy.source,
            destinationRuleMode: plan?.policy.tlsMode,
            localityOrigin: plan.map { TranslationTrace.LocalityOrigin($0.localityOrigin) } ?? .nothing,
            localityEffect: plan.map { TranslationTrace.LocalityEffect($0.localities, &view) } ?? .none,
            detectsOutliers: plan?.policy.settings.outlierDetection != nil,
            appliesNetworks: plan?.rules.horizon.appliesNetworks(&view) ?? false,
            cluster: plan.map { plan in
                ConfiguredCluster(
                    policy: plan.policy,
                    service: plan.service,
                    port: plan.port,
                    localities: plan.localities,
                    origin: plan.localityOrigin,
                    upgradesToHTTP2: mesh.upgradesToHTTP2
                )
            }
        )
    }

    private func ownLocalities(
        _ plan: TranslationPlan,
        _ semantics: TranslationSemantics,
        _ view: inout RecordingProxyView
    ) -> [TranslationTrace.OwnLocality] {
        var groups = ranked
        for index in groups.indices {
            let sum = groups[index].hosts.reduce(UInt64(0)) { $0 + UInt64($1.own) * UInt64($1.count) }
            groups[index].weight = UInt32(clamping: sum)
        }
        if case .distribute(let rules) = plan.localities {
            LocalityDistribution.apply(rules, proxy: view.locality(), weights: semantics.weights, to: &groups)
        }
        return groups.filter { group in ranked.contains { $0.locality == group.locality && !$0.hosts.isEmpty } }.map {
            TranslationTrace.OwnLocality(
                locality: $0.locality,
                priority: $0.priority,
                weight: $0.hosts.isEmpty ? nil : $0.weight
            )
        }.sorted { ($0.locality, $0.priority) < ($1.locality, $1.priority) }
    }

    private static func weights(_ host: DraftHost) -> [TranslationTrace.HostWeight] {
        let weight = TranslationTrace.HostWeight(own: host.own, hasShares: !host.shares.isEmpty, weight: host.weight)
        return Array(repeating: weight, count: host.count)
    }

    /// Endpoints of a service that stands for something, but to which there is no way (EG-A12).
    private func unplanned(_ assignment: Assignment, _ mesh: MeshSnapshot) -> [TracedEndpoint] {
        guard assignment.presence == .known, let key = assignment.endpointService else { return [] }
        return (mesh.shards[key] ?? []).enumerated().flatMap { shard, part in
            part.endpoints.indices.map { index in
                TracedEndpoint(
                    position: EndpointPosition(shard: shard, index: index),
                    outcome: .leftOut(.noWaypoint),
                    duplicateOf: nil,
                    tlsMode: nil,
                    tlsReason: .noSidecar,
                    considered: [],
                    ownPriority: nil,
                    distance: nil
                )
            }
        }
    }

    private func endpoints(
        of assignment: Assignment,
        _ plan: TranslationPlan,
        _ mesh: MeshSnapshot,
        _ view: inout RecordingProxyView
    ) -> [TracedEndpoint] {
        let hosts = TracedHosts(assignment.draft?.groups ?? [], plan.layout, mesh.semantics)
        let ranks = TracedRanks(ranked, plan.localities, mesh.semantics, &view)
        var first = FirstHosts()
        var gateways: [ConsideredKey: [ConsideredGateway]] = [:]
        var traced: [[TracedEndpoint?]] = plan.source.shards.map { Array(repeating: nil, count: $0.endpoints.count) }
        for (shard, part) in plan.layout.parts.enumerated() {
            for place in part.indices.indices {
                let here = EndpointIndex(shard: shard, index: Int32(place))
                guard !duplicates.contains(here), let decision = decisions[shard]?[place], decision.isSent else {
                    continue
                }
                let index = Int(part.indices[place])
                let position = EndpointPosition(shard: shard, index: index)
                first.record(position, of: part.endpoints[index], isRemote: decision.isRemote)
            }
        }
        for (shard, part) in plan.layout.parts.enumerated() {
            for place in part.indices.indices {
                let index = Int(part.indices[place])
                let endpoint = part.endpoints[index]
                let position = EndpointPosition(shard: shard, index: index)
                let here = EndpointIndex(shard: shard, index: Int32(place))
                let decision = decisions[shard]?[place] ?? .notSelected(Self.unread(endpoint, plan.source.selection))
                let rank = ranks.rank(of: here)
                var outcome = self.outcome(decision, here, rank, hosts, endpoint)
                var duplicateOf: EndpointPosition?
                if duplicates.contains(here) {
                    outcome = .leftOut(.duplicate)
                    duplicateOf = first.position(of: endpoint, isRemote: decision.isRemote)
                }
                traced[shard][index] = TracedEndpoint(
                    position: position,
                    outcome: outcome,
                    duplicateOf: duplicateOf,
                    tlsMode: plan.rules.check.announcedMode(endpoint),
                    tlsReason: plan.rules.check.tlsReason(for: endpoint),
                    considered: considered(for: endpoint, plan.rules, &gateways, &view),
                    ownPriority: rank?.priority,
                    distance: rank == nil ? nil : ranks.distance(to: endpoint)
                )
            }
        }
        return traced.flatMap { $0.compactMap(\.self) }
    }

    /// Returns the reason for which endpoints of a shard that was not read are left out: the service is local to a node
    /// or a cluster (EG-E2).
    private static func unread(_ endpoint: Endpoint, _ selection: EndpointSelection) -> NetworkDecision.Reason {
        if endpoint.portName != selection.portName || selection.otherPorts.contains(endpoint.servicePort) {
            return .otherPort
        }
        return selection.service.isNodeLocal ? .otherNode : .otherCluster
    }

    private func outcome(
        _ decision: ClassDecision,
        _ place: EndpointIndex,
        _ rank: TracedRanks.Rank?,
        _ hosts: TracedHosts,
        _ endpoint: Endpoint
    ) -> TracedEndpoint.Outcome {
        switch decision {
        case .notSelected(let reason), .unreachable(let reason):
            return .leftOut(reason)
        case .direct(_, let reason):
            return hosts.endpoint(at: place).map { .direct($0, reason) } ?? .leftOut(.outsideDistribution)
        case .gateways(let set, _):
            guard let rank, let substitution else { return .leftOut(.outsideDistribution) }
            let entry = substitution.sets.sets[set]
            let divisor = UInt32(clamping: entry.gateways.count)
            let part = substitution.weighing.part(of: max(1, endpoint.weight), among: divisor)
            let passages = entry.gateways.compactMap { gateway in
                hosts.gateway(gateway, by: entry.crossing, in: rank).map {
                    TracedEndpoint.Passage(gateway: gateway, host: $0, divisor: divisor, part: part)
                }
            }
            return passages.isEmpty ? .leftOut(.outsideDistribution) : .gateways(passages)
        }
    }

    /// The endpoints about whose gateways every verdict is the same.
    private struct ConsideredKey: Hashable {
        let gateways: GatewayTable.Key
        let crossing: NetworkCrossing
    }

    /// The gateways of the endpoint's network, judged once for all endpoints of a cluster that are reached alike.
    private func considered(
        for endpoint: Endpoint,
        _ rules: ClassRules,
        _ known: inout [ConsideredKey: [ConsideredGateway]],
        _ view: inout RecordingProxyView
    ) -> [ConsideredGateway] {
        let horizon = rules.horizon
        guard !endpoint.network.isEmpty, endpoint.network != view.network(), horizon.appliesNetworks(&view) else {
            return []
        }
        let crossing = rules.crossing(to: endpoint, &view)
        let key = ConsideredKey(
            gateways: GatewayTable.Key(network: endpoint.network, cluster: endpoint.cluster),
            crossing: crossing
        )
        if let verdicts = known[key] { return verdicts }
        let verdicts = horizon.verdicts(for: endpoint, by: crossing, &view)
        known[key] = verdicts
        return verdicts
    }

    /// The endpoints that came first with their addresses, as the translation tells them apart.
    private struct FirstHosts {
        private struct Key: Hashable {
            let address: HostAddress
            let network: NetworkID?
        }

        private var positions: [Key: EndpointPosition] = [:]

        private static func keys(_ endpoint: Endpoint, _ isRemote: Bool) -> [Key] {
            endpoint.addresses.map { address in
                Key(
                    address: HostAddress(address: address, port: endpoint.port),
                    network: isRemote ? endpoint.network : nil
                )
            }
        }

        mutating func record(_ position: EndpointPosition, of endpoint: Endpoint, isRemote: Bool) {
            for key in Self.keys(endpoint, isRemote) where positions[key] == nil { positions[key] = position }
        }

        func position(of endpoint: Endpoint, isRemote: Bool) -> EndpointPosition? {
            Self.keys(endpoint, isRemote).lazy.compactMap { positions[$0] }.first
        }
    }
}

extension ClassDecision {
    fileprivate var isRemote: Bool {
        if case .gateways = self { return true }
        return false
    }

    fileprivate var isSent: Bool {
        switch self {
        case .direct, .gateways: true
        case .notSelected, .unreachable: false
        }
    }
}
