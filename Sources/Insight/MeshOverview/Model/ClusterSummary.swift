public import MeshModel

/// The summary of one cluster.
public struct ClusterSummary: Equatable, Sendable {
    /// A statement about the cluster's network.
    public struct Statement: Equatable, Sendable {
        /// The network.
        public var network: NetworkID
        /// The object with the statement.
        public var object: ObjectReference
    }

    /// The id.
    public var id: ClusterID
    /// A Boolean value that indicates whether it is the config cluster.
    public var isConfigCluster: Bool
    /// The label of the system namespace, or `nil` without one.
    public var systemNamespaceLabel: Statement?
    /// The networks of MeshNetworks that claim it by `fromRegistry`, ascending by name.
    public var claims: [Statement]
    /// The networks of its endpoints, ascending by name; the empty name comes first.
    public var networks: [ClusterShare]
    /// The gateways found in the cluster, as positions in ``MeshOverview/gateways``.
    public var gateways: [Int]

    /// The number of endpoints in the cluster.
    public var endpoints: Int { networks.reduce(0) { $0 + $1.endpoints } }
}
