internal import MeshModel
internal import NetworkInference

/// A client in one state of the mesh: what it claims to be, and the proxy that it therefore is.
struct ServedClient: Sendable {
    /// The node as it was sent.
    let node: EnvoyNode
    /// What it goes by.
    let claim: NodeClaim
    let proxy: Proxy
    /// Which workloads of the mesh decide about the proxy, and what they were.
    let query: WorkloadQuery
    let workloads: ProxyWorkloads
}
