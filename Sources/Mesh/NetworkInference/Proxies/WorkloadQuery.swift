public import MeshModel

/// The query for the workloads that complete a proxy; parsed once for all states of the mesh.
public struct WorkloadQuery: Sendable {
    /// The name in the node's id, which is that of its pod or WorkloadEntry; empty for other ids (EG-I3).
    let name: String
    let namespace: String
    let cluster: ClusterID
    /// The addresses of the proxy, unless the node has a network (NI-25).
    let addresses: [String]

    /// Parses a node.
    public init(_ node: EnvoyNode) { self.init(NodeDescription(node)) }

    init(_ description: NodeDescription) {
        name = description.identity?.name ?? ""
        namespace = description.identity?.nameNamespace ?? ""
        cluster = description.cluster
        addresses = description.metadata.network.isEmpty ? description.addresses : []
    }
}
