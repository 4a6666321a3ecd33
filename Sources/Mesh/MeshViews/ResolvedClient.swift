package import MeshModel
package import NetworkInference

/// A client resolved against one state of the mesh: its node, and the resulting proxy.
package struct ResolvedClient: Sendable {
    /// The node as sent.
    package let node: EnvoyNode
    /// The completed node.
    package let resolution: NodeResolution
    /// The proxy.
    package let proxy: Proxy
    /// The workloads of the mesh that determine the proxy.
    package let query: WorkloadQuery
    /// The state of those workloads.
    package let workloads: ProxyWorkloads
}
