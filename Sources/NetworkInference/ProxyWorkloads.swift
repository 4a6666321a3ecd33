internal import MeshModel

/// The workloads of one state of the mesh that say more of a proxy than its node does.
///
/// As long as they are the same, and the rule set is, a node is the same proxy.
public struct ProxyWorkloads: Hashable, Sendable {
    /// The one with the name in the node's id (I-3).
    let named: Workload?
    /// The one whose network is the proxy's, where the node names none.
    let own: Workload?
}
