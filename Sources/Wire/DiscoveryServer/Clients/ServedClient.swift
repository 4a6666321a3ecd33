internal import MeshModel
internal import NetworkInference

/// A client resolved against one state of the mesh: its node, and the resulting proxy.
struct ServedClient: Sendable {
    /// The node as sent.
    let node: EnvoyNode
    /// The completed node.
    let claim: NodeClaim
    let proxy: Proxy
    /// The workloads of the mesh that determine the proxy, and their state.
    let query: WorkloadQuery
    let workloads: ProxyWorkloads
}
