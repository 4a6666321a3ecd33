internal import MeshModel
internal import MeshSources

/// The pods of one cluster, by name and by address (NI-81).
struct PodTable {
    /// The name of a pod.
    struct Name: Hashable {
        let namespace: String
        let name: String

        init(namespace: String, name: String) {
            self.namespace = namespace
            self.name = name
        }

        init(_ metadata: ObjectMetadata) { self.init(namespace: metadata.namespace, name: metadata.name) }
    }

    /// All known pods, ascending by namespace and name.
    let pods: [InferredPod]
    private let byName: [Name: Int]
    private let byAddress: [String: [Int]]

    /// Infers pods.
    ///
    /// - Parameters:
    ///   - cluster: the cluster.
    ///   - networks: the sources of networks in the cluster.
    ///   - known: returns the earlier result for an unchanged pod, or `nil` for all others.
    init(cluster: ClusterObjects, networks: ClusterNetworks, known: (KubernetesPod) -> InferredPod?) {
        let nodes = Dictionary(cluster.nodes.map { ($0.metadata.name, $0) }) { first, _ in first }
        pods = cluster.pods.filter(\.isKnown)
            .sorted { ($0.metadata.namespace, $0.metadata.name) < ($1.metadata.namespace, $1.metadata.name) }
            .map { known($0) ?? InferredPod($0, on: nodes[$0.nodeName], networks, cluster.id) }
        var byName: [Name: Int] = [:]
        var byAddress: [String: [Int]] = [:]
        for (index, inferred) in pods.enumerated() {
            byName[Name(inferred.pod.metadata)] = index
            guard inferred.pod.isUsable else { continue }
            for address in inferred.addresses { byAddress[address, default: []].append(index) }
        }
        self.byName = byName
        self.byAddress = byAddress
    }

    func pod(named name: String, namespace: String) -> InferredPod? {
        byName[Name(namespace: namespace, name: name)].map { pods[$0] }
    }

    /// Returns a ready pod of the namespace with an address that identifies it.
    func pod(address: String, namespace: String) -> InferredPod? {
        byAddress[address]?.lazy.map { pods[$0] }.first { $0.pod.metadata.namespace == namespace }
    }
}
