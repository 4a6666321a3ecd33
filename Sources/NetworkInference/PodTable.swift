internal import MeshModel
internal import MeshSources

/// One pod with what is concluded of it.
struct InferredPod {
    let pod: KubernetesPod
    let network: InferredNetwork
    let localityLabel: String
    /// Own labels and the synthetic ones.
    let labels: Labels
    let workloadName: String
    let tlsMode: String
}

/// The pods of one cluster, by name and by address (R81).
struct PodTable {
    private struct Name: Hashable {
        let namespace: String
        let name: String
    }

    /// All known pods, ascending by namespace and name.
    let pods: [InferredPod]
    private let byName: [Name: Int]
    private let byAddress: [String: [Int]]

    init(cluster: ClusterObjects, networks: ClusterNetworks) {
        let nodes = Dictionary(cluster.nodes.map { ($0.metadata.name, $0) }) { first, _ in first }
        pods = cluster.pods.filter(\.isKnown)
            .sorted { ($0.metadata.namespace, $0.metadata.name) < ($1.metadata.namespace, $1.metadata.name) }
            .map { Self.inferred($0, nodes[$0.nodeName], networks, cluster.id) }
        var byName: [Name: Int] = [:]
        var byAddress: [String: [Int]] = [:]
        for (index, inferred) in pods.enumerated() {
            let metadata = inferred.pod.metadata
            byName[Name(namespace: metadata.namespace, name: metadata.name)] = index
            if inferred.pod.isUsable { byAddress[inferred.pod.podIP, default: []].append(index) }
        }
        self.byName = byName
        self.byAddress = byAddress
    }

    func pod(named name: String, namespace: String) -> InferredPod? {
        byName[Name(namespace: namespace, name: name)].map { pods[$0] }
    }

    /// A ready pod of the namespace with that primary address.
    func pod(address: String, namespace: String) -> InferredPod? {
        byAddress[address]?.lazy.map { pods[$0] }.first { $0.pod.metadata.namespace == namespace }
    }

    private static func inferred(
        _ pod: KubernetesPod,
        _ node: KubernetesNode?,
        _ networks: ClusterNetworks,
        _ cluster: ClusterID
    ) -> InferredPod {
        let labels = pod.metadata.labels
        let network = networks.network(
            labels: labels,
            object: pod.metadata.reference,
            addresses: pod.podIP.isEmpty ? [] : [pod.podIP]
        )
        let locality = WorkloadLabels.locality(labels, node: node)
        return InferredPod(
            pod: pod,
            network: network,
            localityLabel: locality,
            labels: WorkloadLabels.augmented(
                labels,
                cluster: cluster,
                localityLabel: locality,
                nodeName: pod.nodeName,
                network: network.network
            ),
            workloadName: WorkloadLabels.workloadName(of: pod),
            tlsMode: WorkloadLabels.tlsMode(labels)
        )
    }
}
