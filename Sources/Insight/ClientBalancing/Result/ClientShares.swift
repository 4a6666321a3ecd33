/// The share of requests that a client sends to each host of an assignment.
public struct ClientShares: Hashable, Sendable {
    /// One address.
    public struct Host: Hashable, Sendable {
        /// The address.
        public let address: String
        /// The position of the locality in the assignment from which the client took the host.
        public let locality: Int
        /// The position of the endpoint in that locality.
        public let endpoint: Int
        /// Its part of all requests (of all keys for policies by hash), from 0 to 1.
        public let share: Double
    }

    /// The share of one priority.
    public struct Level: Hashable, Sendable {
        /// The priority; 0 is the best.
        public let priority: Int
        /// Its hosts, those that drain not counted.
        public let hosts: Int
        /// Those that are healthy.
        public let healthy: Int
        /// Those that are degraded.
        public let degraded: Int
        /// The part of the requests that goes to its healthy hosts, in percent.
        public let healthyLoad: Int
        /// The part that goes to its degraded ones.
        public let degradedLoad: Int
        /// A Boolean value that indicates whether too few hosts are available, so that all are used.
        public let isPanicking: Bool

        /// The part of the requests that it gets, in percent.
        public var load: Int { healthyLoad + degradedLoad }
    }

    /// The hosts in the order of the assignment, each address once.
    public let hosts: [Host]
    /// The part of all requests for which no host is found: 503 of an Envoy, UNAVAILABLE of gRPC.
    public let noHost: Double
    /// The priorities in order.
    public let levels: [Level]
    /// The reason for which the client rejects the assignment or its cluster, or `nil` if it accepts them.
    public let refusal: ClientRefusal?

    init(hosts: [Host], levels: [Level] = [], refusal: ClientRefusal? = nil) {
        self.hosts = hosts
        self.levels = levels
        self.refusal = refusal
        let given = hosts.reduce(0.0) { $0 + $1.share }
        // What is left of rounding is no request that fails.
        noHost = refusal != nil ? 1 : given > 1 - 1e-9 ? 0 : 1 - given
    }
}
