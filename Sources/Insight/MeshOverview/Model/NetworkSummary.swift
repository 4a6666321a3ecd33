public import MeshModel

/// One network at a glance: what is in it, how that got there, and how others get in.
public struct NetworkSummary: Equatable, Sendable {
    /// How endpoints came into a network by one rule.
    public struct Origin: Equatable, Sendable {
        /// The rule.
        public var rule: InferenceRule
        /// How many endpoints it placed.
        public var endpoints: Int
        /// One object that the rule read, the first by place in the input; nil when the rule reads none.
        public var example: ObjectReference?
    }

    /// The name; empty for what is in no known network.
    public var id: NetworkID
    /// Endpoints: one for each address and port of a service.
    public var endpoints: Int
    /// Those of them that can take traffic.
    public var healthyEndpoints: Int
    /// Those that are no pods of a cluster but stand in WorkloadEntries and ServiceEntries.
    public var machineEndpoints: Int
    /// The services that have endpoints in it.
    public var services: Int
    /// The proxies of `proxies.yaml` that are in it.
    public var proxies: Int
    /// The clusters that list its endpoints, ascending by id.
    public var clusters: [ClusterShare]
    /// The rules that placed its endpoints, most endpoints first.
    public var origins: [Origin]
    /// The positions of its gateways in ``MeshOverview/gateways``.
    public var gateways: [Int]
    /// How clients in any other network reach it.
    public var fromOthers: Reach
    /// How clients reach it whose own network is not known.
    public var fromUnknown: Reach
    /// Clients of one address family only that fare otherwise than ``fromOthers`` says.
    public var exceptions: [FamilyException]

    /// Whether there is no other network, so that nobody is outside of it.
    public var isAlone = false

    /// Whether it has endpoints, all of them machines outside of any cluster.
    public var isMachinesOnly: Bool { endpoints > 0 && machineEndpoints == endpoints }

    /// Whether others are sent to pod addresses, which they can hardly reach.
    ///
    /// Machines outside of clusters often have addresses that everybody reaches; they do not count.
    public var isBroken: Bool { !isAlone && fromOthers.way == .raw && endpoints > machineEndpoints }
}

/// How many endpoints a network and a cluster have in common.
public struct ClusterShare: Equatable, Sendable {
    /// The cluster.
    public var cluster: ClusterID
    /// The network; empty for endpoints of no known network.
    public var network: NetworkID
    /// The endpoints.
    public var endpoints: Int
    /// Those of them that can take traffic.
    public var healthyEndpoints: Int
    /// Those of them that stand in WorkloadEntries and ServiceEntries.
    public var machineEndpoints: Int
}

/// Clients of one address family, and how they reach a network.
public struct FamilyException: Equatable, Sendable {
    /// The family that the clients are limited to.
    public var family: Proxy.AddressMode
    /// How they reach it.
    public var reach: Reach
}
