internal import MeshModel
internal import MeshSources

/// The workloads in the index of ambient mode that accept HBONE tunnels, by their addresses (EG-A1, NI-116).
struct CapturedWorkloads {
    private var addresses: Set<AmbientAddress> = []
    private let index: TranslationSemantics.AmbientIndex
    private let mode: AmbientMode
    private let networks: AmbientNetworks

    /// - Parameters:
    ///   - clusters: the clusters.
    ///   - configCluster: the one whose WorkloadEntries and ServiceEntries count.
    ///   - mode: the ambient mode.
    ///   - networks: the networks of clusters in the index.
    ///   - index: the scope of the index.
    init(
        _ clusters: [ClusterInference],
        configCluster: ClusterID,
        mode: AmbientMode,
        networks: AmbientNetworks,
        index: TranslationSemantics.AmbientIndex
    ) {
        self.index = index
        self.mode = mode
        self.networks = networks
        for cluster in clusters {
            for pod in cluster.pods.pods { add(pod, of: cluster) }
            let isConfig = cluster.cluster.id == configCluster
            guard isConfig || index == .everyCluster else { continue }
            for entry in cluster.cluster.workloadEntries { add(entry, of: cluster) }
            guard isConfig else { continue }
            for entry in cluster.cluster.serviceEntries { add(entry, of: cluster) }
        }
    }

    /// Marks the endpoints that take tunnels.
    func mark(_ shards: inout [MeshSnapshot.ServiceKey: [EndpointShard]]) {
        for key in shards.keys {
            var marked = shards[key] ?? []
            for shard in marked.indices {
                for index in marked[shard].endpoints.indices {
                    let accepts = acceptsHBONE(marked[shard].endpoints[index])
                    marked[shard].endpoints[index].acceptsHBONE = accepts
                }
            }
            shards[key] = marked
        }
    }

    /// Waypoints do, workloads that say so by label, and workloads whose traffic is captured.
    private func acceptsHBONE(_ endpoint: Endpoint) -> Bool {
        if endpoint.labels[LabelKey.gatewayManaged] == GatewayManager.waypoint { return true }
        if Self.takesTunnels(endpoint.labels) { return true }
        return endpoint.addresses.contains { text in
            guard let address = IPAddress(text) else { return false }
            return addresses.contains(AmbientAddress(network: endpoint.network, address: address))
        }
    }

    // MARK: The index

    private mutating func add(_ pod: InferredPod, of cluster: ClusterInference) {
        // Readiness makes no difference, but pods that have ended are no workloads (NI-116).
        let ips = pod.pod.podIPs.compactMap { IPAddress($0) }
        guard Self.isCaptured(pod.pod.metadata, pod.pod.metadata.labels), !pod.pod.hasEnded,
            ips.count == pod.pod.podIPs.count
        else { return }
        switch index {
        case .everyCluster: add(ips, in: pod.network.network)
        case .controlPlaneNetwork: add(ips, known: networks.network(of: cluster.cluster.id))
        }
    }

    private mutating func add(_ entry: WorkloadEntry, of cluster: ClusterInference) {
        let labels = entry.labels
        guard Self.isCaptured(entry.metadata, labels), let address = IPAddress(entry.spec.address) else { return }
        switch index {
        case .everyCluster:
            let inferred = cluster.networks.network(
                entry: entry.spec,
                labels: labels,
                object: entry.metadata.reference
            )
            add([address], in: inferred.network)
        case .controlPlaneNetwork:
            add([address], known: entry.spec.network.isEmpty ? networks.local : NetworkID(entry.spec.network))
        }
    }

    /// The endpoints written into a ServiceEntry, whose own labels and annotations count for all of them.
    private mutating func add(_ entry: ServiceEntry, of cluster: ClusterInference) {
        guard Self.isCaptured(entry.metadata, entry.metadata.labels) else { return }
        var network = networks.local
        for inline in entry.endpoints {
            // The reference goes on with the network of the endpoint before, where one has none of its own.
            if !inline.spec.network.isEmpty { network = NetworkID(inline.spec.network) }
            guard let address = IPAddress(inline.spec.address) else { continue }
            switch index {
            case .everyCluster:
                let inferred = cluster.networks.network(
                    entry: inline.spec,
                    labels: inline.spec.labels,
                    object: entry.metadata.reference
                )
                add([address], in: inferred.network)
            case .controlPlaneNetwork: add([address], known: network)
            }
        }
    }

    /// With several networks the control plane keeps single workloads of its own network only (NI-116).
    private mutating func add(_ ips: [IPAddress], known network: NetworkID?) {
        guard let network, mode != .multiNetwork || network == networks.local else { return }
        add(ips, in: network)
    }

    private mutating func add(_ ips: [IPAddress], in network: NetworkID) {
        for address in ips { addresses.insert(AmbientAddress(network: network, address: address)) }
    }

    private static func isCaptured(_ metadata: ObjectMetadata, _ labels: Labels) -> Bool {
        // A label of the same name does not count (NI-116).
        metadata.annotations[LabelKey.ambientRedirection] == "enabled" || takesTunnels(labels)
    }

    private static func takesTunnels(_ labels: Labels) -> Bool {
        labels[LabelKey.tunnel]?.split(separator: ",").contains("http") ?? false
    }
}
