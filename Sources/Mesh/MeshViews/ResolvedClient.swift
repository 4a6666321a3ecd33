package import MeshModel
package import NetworkInference

/// A client in one state of the mesh: its node, and the proxy that it therefore is.
package struct ResolvedClient: Sendable {
    /// The node as it was sent.
    package let node: EnvoyNode
    /// The node that counts.
    package let resolution: NodeResolution
    /// The proxy.
    package let proxy: Proxy
    /// The workloads of the mesh that decide about the proxy.
    package let query: WorkloadQuery
    /// What those workloads were.
    package let workloads: ProxyWorkloads
}
