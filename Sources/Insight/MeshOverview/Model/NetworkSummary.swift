public import MeshModel

/// The summary of one network: its contents, their provenance, and the ways into it.
public struct NetworkSummary: Equatable, Sendable {
    /// The endpoints that one rule assigned to a network.
    public struct Origin: Equatable, Sendable {
        /// The rule.
        public var rule: InferenceRule
        /// The number of endpoints.
        public var endpoints: Int
        /// The first object by place that the rule read, or `nil` if the rule reads none.
        public var example: ObjectReference?
    }

    /// The name; empty for endpoints without a known network.
    public var id: NetworkID
    /// The number of endpoints: one for each address and port of a service.
    public var endpoints: Int
    /// The number of endpoints that can receive traffic.
    public var healthyEndpoints: Int
    /// The number of endpoints from WorkloadEntries and ServiceEntries.
    public var machineEndpoints: Int
    /// The number of services with endpoints in the network.
    public var services: Int
    /// The number of proxies of `proxies.yaml` in the network.
    public var proxies: Int
    /// The clusters that list its endpoints, ascending by id.
    public var clusters: [ClusterShare]
    /// The rules that assigned its endpoints, most endpoints first.
    public var origins: [Origin]
    /// The positions of its gateways in ``MeshOverview/gateways``.
    public var gateways: [Int]
    /// The way for clients in any other network.
    public var fromOthers: Reach
    /// The way for clients without a known network.
    public var fromUnknown: Reach
    /// Clients of one address family for which the way differs from ``fromOthers``.
    public var exceptions: [FamilyException]

    /// A Boolean value that indicates whether there is no other network, and so no client outside.
    public var isAlone = false

    /// A Boolean value that indicates whether the network has endpoints and all are machines outside of clusters.
    public var isMachinesOnly: Bool { endpoints > 0 && machineEndpoints == endpoints }

    /// A Boolean value that indicates whether clients are sent pod addresses, which are hardly reachable from other
    /// networks.
    ///
    /// Machines outside of clusters often have reachable addresses and do not count.
    public var isBroken: Bool { !isAlone && fromOthers.way == .raw && endpoints > machineEndpoints }
}

/// The endpoints that a network and a cluster have in common.
public struct ClusterShare: Equatable, Sendable {
    /// The cluster.
    public var cluster: ClusterID
    /// The network; empty for endpoints without a known network.
    public var network: NetworkID
    /// The number of endpoints.
    public var endpoints: Int
    /// The number of endpoints that can receive traffic.
    public var healthyEndpoints: Int
    /// The number of endpoints from WorkloadEntries and ServiceEntries.
    public var machineEndpoints: Int
}

/// Clients of one address family, with their way into a network.
public struct FamilyException: Equatable, Sendable {
    /// The only address family of the clients.
    public var family: Proxy.AddressMode
    /// The way into the network.
    public var reach: Reach
}
