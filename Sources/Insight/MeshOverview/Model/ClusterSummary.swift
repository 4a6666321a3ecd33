public import MeshModel

/// One cluster at a glance.
public struct ClusterSummary: Equatable, Sendable {
    /// A statement about the cluster's network.
    public struct Statement: Equatable, Sendable {
        /// The network.
        public var network: NetworkID
        /// The object that says so.
        public var object: ObjectReference
    }

    /// The id.
    public var id: ClusterID
    /// Whether its configuration objects are those of the mesh.
    public var isConfigCluster: Bool
    /// The label of its system namespace; nil without one.
    public var systemNamespaceLabel: Statement?
    /// The networks of MeshNetworks that claim it by `fromRegistry`, ascending by name.
    public var claims: [Statement]
    /// The networks that its endpoints are in, ascending by name; the empty name comes first.
    public var networks: [ClusterShare]
    /// The gateways that were found in it, as positions in ``MeshOverview/gateways``.
    public var gateways: [Int]

    /// All endpoints that it lists.
    public var endpoints: Int { networks.reduce(0) { $0 + $1.endpoints } }
}
