internal import EndpointTranslation
internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// Infers a mesh again with less of MeshNetworks, and tells what is different then.
struct MeshNetworksTrial {
    private struct Address: Hashable {
        let key: MeshSnapshot.ServiceKey
        let shard: ClusterID
        let address: String
        let port: Int
        let portName: String
        let source: ObjectReference
    }

    /// How others reach endpoints of one kind, with gateways as entrances.
    private struct Outcome: Equatable {
        var way: Reach.Way
        var reason: NetworkDecision.Reason?
        var entrances: Set<String> = []
    }

    private let directory: MeshDirectory
    private let inference: MeshInference
    private let snapshot: MeshSnapshot
    private let survey: MeshSurvey

    init(
        _ directory: MeshDirectory,
        _ inference: MeshInference,
        _ snapshot: MeshSnapshot,
        _ survey: MeshSurvey
    ) {
        self.directory = directory
        self.inference = inference
        self.snapshot = snapshot
        self.survey = survey
    }

    /// What is different without some lines.
    func effect(without places: [MeshNetworksPlace]) -> MeshNetworksEffect {
        guard places.contains(where: \.canMatter) else { return MeshNetworksEffect() }
        return effect(with: MeshNetworksPlace.meshNetworks(directory.meshNetworks, without: places))
    }

    /// The endpoints with another MeshNetworks; nil for one that the rules refuse.
    func survey(with rest: MeshNetworks) -> MeshSurvey? {
        var other = directory
        other.meshNetworks = rest
        return (try? inference.snapshot(of: other)).map { MeshSurvey($0) }
    }

    /// What is different with another MeshNetworks.
    func effect(with rest: MeshNetworks) -> MeshNetworksEffect {
        var other = directory
        other.meshNetworks = rest
        // Fewer statements have no conflicts that more of them have not.
        guard let changed = try? inference.snapshot(of: other) else { return MeshNetworksEffect() }
        var effect = MeshNetworksEffect()
        compareEndpoints(changed, &effect)
        compareWorkloads(changed, &effect)
        effect.changesWeights =
            snapshot.semantics.weights == .meshWideMultiple
            && snapshot.gateways.scaleFactor != changed.gateways.scaleFactor
        return effect
    }

    private func compareEndpoints(_ changed: MeshSnapshot, _ effect: inout MeshNetworksEffect) {
        let reach = NetworkReach(changed)
        var before: [MeshSurvey.Kind: Outcome] = [:]
        var after: [MeshSurvey.Kind: Outcome] = [:]
        for (key, shards) in snapshot.shards {
            let others = changed.shards[key] ?? []
            for (number, shard) in shards.enumerated() {
                let other = number < others.count ? others[number] : nil
                let isSameList = other?.cluster == shard.cluster && other?.endpoints.count == shard.endpoints.count
                for (index, endpoint) in shard.endpoints.enumerated() {
                    guard isSameList, let twin = other?.endpoints[index], twin.network == endpoint.network else {
                        note(endpoint, &effect)
                        continue
                    }
                    // The service's own settings are the same in both; what borders do is seen without them.
                    let kind = kind(of: endpoint)
                    let known = before[kind] ?? outcome(endpoint, survey.reach)
                    before[kind] = known
                    let now = after[kind] ?? outcome(twin, reach)
                    after[kind] = now
                    if known != now { effect.rerouted += 1 }
                }
            }
        }
        for key in changed.shards.keys where snapshot.shards[key] == nil {
            for endpoint in (changed.shards[key] ?? []).flatMap(\.endpoints) { note(endpoint, &effect) }
        }
    }

    private func note(_ endpoint: Endpoint, _ effect: inout MeshNetworksEffect) {
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
            isMachine: false
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

    /// Pods and WorkloadEntries, with or without a service, as those see them that run in them.
    private func compareWorkloads(_ changed: MeshSnapshot, _ effect: inout MeshNetworksEffect) {
        guard snapshot.semantics.unlabelledProxies == .ownWorkload else { return }
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
