internal import EndpointTranslation
internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// Infers a mesh again with parts of MeshNetworks left out, and returns the difference.
struct MeshNetworksTrial {
    /// The way in which other networks reach endpoints of one kind, with gateways as entrances.
    private struct Outcome: Equatable {
        var way: Reach.Way
        var reason: NetworkDecision.Reason?
        var entrances: Set<String> = []
    }

    private let directory: MeshDirectory
    private let snapshot: MeshSnapshot
    private let survey: MeshSurvey
    /// The incremental inference, started with the whole mesh so that only changes are inferred again.
    private let inference: IncrementalInference
    private let names: [String: [String]]

    init(
        _ directory: MeshDirectory,
        _ inference: MeshInference,
        _ snapshot: MeshSnapshot,
        _ survey: MeshSurvey
    ) {
        self.directory = directory
        self.survey = survey
        names = inference.names
        var incremental = IncrementalInference(inference)
        // The same mesh again, to obtain the arrays that are compared later.
        let known =
            directory.meshNetworks.networks.isEmpty ? nil : try? incremental.snapshot(of: directory, names: names)
        self.snapshot = known ?? snapshot
        self.inference = incremental
    }

    /// Returns the difference without some lines.
    func effect(without places: [MeshNetworksPlace]) -> MeshNetworksEffect {
        guard places.contains(where: \.canMatter) else { return MeshNetworksEffect() }
        return effect(with: MeshNetworksPlace.meshNetworks(directory.meshNetworks, without: places))
    }

    /// Returns the endpoints with another MeshNetworks, or `nil` if the rules refuse it.
    func survey(with rest: MeshNetworks) -> MeshSurvey? { changed(rest).map { MeshSurvey($0) } }

    /// Returns the difference with another MeshNetworks.
    func effect(with rest: MeshNetworks) -> MeshNetworksEffect {
        // A subset of the statements has no new conflicts.
        guard let changed = changed(rest) else { return MeshNetworksEffect() }
        var effect = MeshNetworksEffect()
        compareEndpoints(changed, &effect)
        if snapshot.semantics.unlabelledProxies == .ownWorkload, !snapshot.workloads.isSame(as: changed.workloads) {
            compareWorkloads(changed, &effect)
        }
        effect.changesWeights =
            snapshot.semantics.weights == .meshWideMultiple
            && snapshot.gateways.scaleFactor != changed.gateways.scaleFactor
        return effect
    }

    private func changed(_ rest: MeshNetworks) -> MeshSnapshot? {
        var other = directory
        other.meshNetworks = rest
        var inference = inference
        return try? inference.snapshot(of: other, names: names)
    }

    private func compareEndpoints(_ changed: MeshSnapshot, _ effect: inout MeshNetworksEffect) {
        var moved: [MeshSurvey.Kind: Int] = [:]
        for (key, shards) in snapshot.shards {
            let others = changed.shards[key] ?? []
            for (number, shard) in shards.enumerated() {
                let other = number < others.count && others[number].cluster == shard.cluster ? others[number] : nil
                // Most arrays are identical, which is detected at once.
                guard other?.endpoints != shard.endpoints else { continue }
                let isSameList = other?.endpoints.count == shard.endpoints.count
                for (index, endpoint) in shard.endpoints.enumerated() {
                    if isSameList, let twin = other?.endpoints[index], twin.network == endpoint.network { continue }
                    record(endpoint, &effect)
                    moved[kind(of: endpoint), default: 0] += 1
                }
            }
        }
        for key in changed.shards.keys where snapshot.shards[key] == nil {
            for endpoint in (changed.shards[key] ?? []).flatMap(\.endpoints) { record(endpoint, &effect) }
        }
        guard changed.gateways != snapshot.gateways else { return }
        // The service's own settings are the same in both, so only the borders matter.
        let reach = NetworkReach(changed)
        var seen: [MeshSurvey.Kind: (endpoints: Int, example: Endpoint)] = [:]
        for tally in survey.kinds.values {
            seen[kind(of: tally.example), default: (0, tally.example)].endpoints += tally.endpoints
        }
        for (kind, tally) in seen where outcome(tally.example, survey.reach) != outcome(tally.example, reach) {
            effect.rerouted += tally.endpoints - (moved[kind] ?? 0)
        }
    }

    private func record(_ endpoint: Endpoint, _ effect: inout MeshNetworksEffect) {
        effect.endpoints += 1
        if effect.example.map({ MeshSurvey.isBefore(endpoint.source, $0) }) ?? true { effect.example = endpoint.source }
    }

    private func kind(of endpoint: Endpoint) -> MeshSurvey.Kind {
        MeshSurvey.Kind(
            network: endpoint.network,
            cluster: endpoint.cluster,
            isMutual: true,
            isHealthy: NetworkReach.isHealthy(endpoint),
            hasAddress: !endpoint.address.isEmpty,
            hasPort: endpoint.port != 0,
            isMachine: false,
            takesTunnels: endpoint.acceptsHBONE
        )
    }

    private func outcome(_ endpoint: Endpoint, _ reach: NetworkReach) -> Outcome {
        let client = Client.outside(of: endpoint.network)
        switch reach.decision(for: endpoint, isMutual: true, from: client) {
        case .direct: return Outcome(way: .raw)
        case .dropped(let reason): return Outcome(way: .unreachable, reason: reason)
        case .gateways(let gateways):
            let entrances = gateways.map { "\($0.address) \($0.port) \($0.hbonePort)" }
            return Outcome(way: .gateways, entrances: Set(entrances))
        }
    }

    /// Compares pods and WorkloadEntries, with or without a service, from the view of their proxies.
    private func compareWorkloads(_ changed: MeshSnapshot, _ effect: inout MeshNetworksEffect) {
        for cluster in directory.clusters {
            let names = cluster.pods.lazy.map(\.metadata) + cluster.workloadEntries.lazy.map(\.metadata)
            for metadata in names {
                let find = { (mesh: MeshSnapshot) in
                    mesh.workloads.workload(name: metadata.name, namespace: metadata.namespace, cluster: cluster.id)
                }
                guard let before = find(snapshot), before.network != find(changed)?.network else { continue }
                effect.workloads += 1
            }
        }
    }
}
