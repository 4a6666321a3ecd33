/// The policy by which a client chooses a host for each request.
public enum BalancingPolicy: String, Hashable, Sendable, CaseIterable {
    /// Hosts by turns, as often as their weights say.
    case roundRobin = "ROUND_ROBIN"
    /// The less busy of two hosts, or by turns with weights that shrink with the requests in flight.
    case leastRequest = "LEAST_REQUEST"
    /// Any host, whatever its weight.
    case random = "RANDOM"
    /// The host whose arc of a ring has the request's hash.
    case ringHash = "RING_HASH"
    /// The host that has the slot of the request's hash in a table.
    case maglev = "MAGLEV"
    /// By turns with weights that the hosts report; EDS weights do not count.
    case clientSideWeightedRoundRobin = "CLIENT_SIDE_WEIGHTED_ROUND_ROBIN"
    /// The cluster chooses, as with an original destination; EDS does not count.
    case clusterProvided = "CLUSTER_PROVIDED"

    /// A Boolean value that indicates whether the request's hash decides, so that shares are shares of keys.
    public var isByHash: Bool { self == .ringHash || self == .maglev }
}
