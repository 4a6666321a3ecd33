internal import MeshModel
internal import MeshSources

/// Which endpoints take HBONE tunnels (EG-A1).
struct TunnelInference {
    private struct Address: Hashable {
        let network: NetworkID
        let address: String
    }

    /// Addresses of workloads whose traffic ambient mode captures.
    private var captured: Set<Address> = []
    private let semantics: TranslationSemantics

    init(clusters: [ClusterInference], semantics: TranslationSemantics) {
        self.semantics = semantics
        for cluster in clusters {
            for pod in cluster.pods.pods where Self.isCaptured(pod.pod.metadata) {
                let network = network(pod.network.network, workloadNetwork: "", in: cluster)
                for address in pod.pod.podIPs { captured.insert(Address(network: network, address: address)) }
            }
            let marked = Set(
                cluster.cluster.workloadEntries.lazy.filter { Self.isCaptured($0.metadata) }.map(\.metadata.reference)
            )
            for entry in cluster.entries where marked.contains(entry.source) && !entry.spec.address.isEmpty {
                let network = network(entry.network.network, workloadNetwork: entry.spec.network, in: cluster)
                captured.insert(Address(network: network, address: entry.spec.address))
            }
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
        if endpoint.labels[LabelKey.gatewayManaged] == "istio.io-mesh-controller" { return true }
        if endpoint.labels[LabelKey.tunnel]?.split(separator: ",").contains("http") ?? false { return true }
        return endpoint.addresses.contains { captured.contains(Address(network: endpoint.network, address: $0)) }
    }

    /// The network under which a workload's address is known.
    ///
    /// The reference keeps a second account of networks for ambient mode, without workload labels and MeshNetworks
    /// (NI-24); an endpoint is found there only if both accounts agree.
    private func network(
        _ inferred: NetworkID,
        workloadNetwork: String,
        in cluster: ClusterInference
    ) -> NetworkID {
        guard semantics.networkPrecedence == .registryFirst else { return inferred }
        return workloadNetwork.isEmpty
            ? cluster.networks.systemNamespace?.network ?? .none : NetworkID(workloadNetwork)
    }

    private static func isCaptured(_ metadata: ObjectMetadata) -> Bool {
        metadata.annotations[LabelKey.ambientRedirection] == "enabled"
            || metadata.labels[LabelKey.ambientRedirection] == "enabled"
    }
}
