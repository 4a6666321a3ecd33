public import MeshModel

/// Which workloads of a mesh say more of a proxy than its node does; read once for all states of the mesh.
public struct WorkloadQuery: Sendable {
    /// The name in the node's id, which that of its pod or WorkloadEntry is; empty for other ids (EG-I3).
    let name: String
    let namespace: String
    let cluster: ClusterID
    /// Where the proxy is, unless the node names its network (NI-25).
    let addresses: [String]

    /// Reads a node.
    public init(_ node: EnvoyNode) { self.init(NodeDescription(node)) }

    init(_ description: NodeDescription) {
        name = description.identity?.name ?? ""
        namespace = description.identity?.nameNamespace ?? ""
        cluster = description.cluster
        addresses = description.metadata.network.isEmpty ? description.addresses : []
    }
}
