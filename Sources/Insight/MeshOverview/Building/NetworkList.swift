internal import EndpointTranslation
internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// The networks of a mesh in order.
struct NetworkList {
    private(set) var named: [NetworkSummary] = []
    private(set) var unplaced: NetworkSummary?
    private let survey: MeshSurvey
    private let gateways: GatewayList
    private let proxies: [NetworkID: Int]
    private let kinds: [NetworkID: [(kind: MeshSurvey.Kind, tally: MeshSurvey.Tally)]]
    private let origins: [NetworkID: [NetworkSummary.Origin]]
    private let entrances: [NetworkID: [Int]]

    private let families: [Proxy.AddressMode]

    init(
        _ directory: MeshDirectory,
        _ snapshot: MeshSnapshot,
        _ survey: MeshSurvey,
        _ gateways: GatewayList,
        _ families: [Proxy.AddressMode]
    ) {
        self.families = families
        self.survey = survey
        self.gateways = gateways
        let proxies = ProxyInference(snapshot)
        self.proxies = directory.proxies.reduce(into: [:]) { $0[proxies.proxy(for: $1.node).network, default: 0] += 1 }
        kinds = Dictionary(grouping: survey.sortedKinds, by: \.kind.network)
        origins = Dictionary(grouping: survey.placements, by: \.key.network).mapValues { placements in
            placements.map {
                NetworkSummary.Origin(rule: $0.key.rule, endpoints: $0.value.endpoints, example: $0.value.example)
            }
            .sorted { ($1.endpoints, $0.rule.rawValue) < ($0.endpoints, $1.rule.rawValue) }
        }
        entrances = Dictionary(grouping: gateways.gateways.indices, by: { gateways.gateways[$0].network })
        var ids = Set(kinds.keys).union(self.proxies.keys).union(entrances.keys)
        ids.formUnion(directory.meshNetworks.networks.map(\.id))
        ids.formUnion(ClusterList.systemNamespaceLabels(of: directory).values.map(\.network))
        for id in ids.sorted() {
            if id.isEmpty { unplaced = summary(id) } else { named.append(summary(id)) }
        }
        // With one network only there are no clients outside of it.
        if named.count == 1 { named[0].isAlone = true }
    }

    private func summary(_ id: NetworkID) -> NetworkSummary {
        let own = kinds[id] ?? []
        let count = { (isCounted: (MeshSurvey.Kind) -> Bool) in
            own.reduce(0) { $0 + (isCounted($1.kind) ? $1.tally.endpoints : 0) }
        }
        let fromOthers = reach(id, own, from: Client.outside(of: id))
        return NetworkSummary(
            id: id,
            endpoints: count { _ in true },
            healthyEndpoints: count(\.isHealthy),
            machineEndpoints: count(\.isMachine),
            services: survey.services[id] ?? 0,
            proxies: proxies[id] ?? 0,
            clusters: ClusterList.shares(own),
            origins: origins[id] ?? [],
            gateways: entrances[id] ?? [],
            fromOthers: fromOthers,
            fromUnknown: reach(id, own, from: Client.unknown),
            exceptions: families.compactMap { family in
                let reach = reach(id, own, from: Client.outside(of: id, family))
                // With fewer of several gateways the network is still reached.
                let isWorse = reach.way != fromOthers.way || reach.parts.map(\.way) != fromOthers.parts.map(\.way)
                return isWorse ? FamilyException(family: family, reach: reach) : nil
            }
        )
    }

    private func reach(
        _ id: NetworkID,
        _ kinds: [(kind: MeshSurvey.Kind, tally: MeshSurvey.Tally)],
        from client: Proxy
    ) -> Reach {
        var parts: [Reach.Part] = []
        for (kind, tally) in kinds {
            let (way, reason, used) = outcome(survey.decision(kind, tally, from: client), in: id)
            let healthy = kind.isHealthy ? tally.endpoints : 0
            let known = parts.firstIndex { $0.way == way && $0.reason == reason && $0.gateways == used }
            if let known {
                parts[known].endpoints += tally.endpoints
                parts[known].healthyEndpoints += healthy
            } else {
                parts.append(
                    Reach.Part(
                        way: way,
                        reason: reason,
                        gateways: used,
                        endpoints: tally.endpoints,
                        healthyEndpoints: healthy,
                        example: tally.example.source
                    )
                )
            }
        }
        // Each cluster may have its own gateways; a network without endpoints is evaluated as a whole.
        let clusters = Set(kinds.map(\.kind.cluster)).sorted()
        var result = Reach(way: .direct, reason: nil, gateways: [], parts: parts)
        for cluster in clusters.isEmpty ? [.none] : clusters {
            let ideal = survey.reach.decision(for: .ideal(in: id, cluster), isMutual: true, from: client)
            let (way, reason, used) = outcome(ideal, in: id)
            (result.way, result.reason) = (way, reason)
            result.gateways += used
        }
        result.gateways = Set(result.gateways).sorted()
        return result
    }

    private func outcome(
        _ decision: NetworkDecision,
        in network: NetworkID
    ) -> (Reach.Way, NetworkDecision.Reason?, [Int]) {
        switch decision {
        case .direct: (network.isEmpty ? .direct : .raw, nil, [])
        case .gateways(let used): (.gateways, nil, gateways.positions(of: used))
        case .dropped(let reason): (.unreachable, reason, [])
        }
    }
}

extension Endpoint {
    /// Returns an endpoint that is ready and accepts mTLS.
    static func ideal(in network: NetworkID, _ cluster: ClusterID) -> Endpoint {
        let nowhere = SourceLocation(file: "", line: 0, column: 0)
        return Endpoint(
            addresses: ["192.0.2.1"],
            port: 80,
            portName: "",
            network: network,
            networkProvenance: Provenance(rule: .nothing, object: nil),
            cluster: cluster,
            localityLabel: "",
            weight: 1,
            tlsMode: "istio",
            labels: [:],
            workloadName: "",
            namespace: "",
            nodeName: "",
            health: .healthy,
            source: ObjectReference(kind: "", namespace: "", name: "", cluster: cluster, location: nowhere)
        )
    }
}
