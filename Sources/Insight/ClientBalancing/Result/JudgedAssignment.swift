public import MeshModel

/// An assignment beside what a client makes of it.
public struct JudgedAssignment: Sendable {
    /// One address.
    public struct Address: Hashable, Sendable {
        /// The address.
        public let address: String
        /// The part that weights and health ask for, from 0 to 1.
        public let intended: Double
        /// The part that the client gives.
        public let real: Double
        /// The part that it gives with very many requests in flight; equal to ``real`` where load changes nothing.
        public let realUnderLoad: Double
        /// The locality from which the client took the host.
        public let locality: Locality
        /// Its priority.
        public let priority: Int
        /// Its weight.
        public let weight: UInt32
        /// Its health.
        public let health: AnnouncedHealth
    }

    /// The cluster name.
    public let name: String
    /// The client.
    public let client: ClientKind
    /// The cluster's settings.
    public let cluster: ClusterSettings
    /// The addresses in the order of the assignment.
    public let addresses: [Address]
    /// The part of the requests for which no host is found.
    public let noHost: Double
    /// The priorities in order.
    public let levels: [ClientShares.Level]
    /// The reason for which the client rejects the assignment, or `nil` if it accepts it.
    public let refusal: ClientRefusal?

    /// The number of requests in flight beyond which shares no longer change.
    private static let many = 1_000_000

    /// Judges an assignment.
    public init(
        _ assignment: BalancedAssignment,
        _ cluster: ClusterSettings,
        client: ClientKind = .envoy,
        traffic: TrafficConditions = TrafficConditions()
    ) {
        let real = ClientBalancing.shares(of: assignment, cluster, client: client, traffic: traffic)
        let intended = ClientBalancing.intended(of: assignment, cluster, traffic: traffic)
        var loaded = real
        if client == .envoy, cluster.policy == .leastRequest {
            var busy = traffic
            busy.inFlight = Self.many
            loaded = ClientBalancing.shares(of: assignment, cluster, client: client, traffic: busy)
        }
        name = assignment.name
        self.client = client
        self.cluster = cluster
        noHost = real.noHost
        levels = real.levels
        refusal = real.refusal
        var wanted: [String: Double] = [:]
        for host in intended.hosts { wanted[host.address] = host.share }
        addresses = zip(real.hosts, loaded.hosts).map { host, busy in
            let group = assignment.localities[host.locality]
            return Address(
                address: host.address,
                intended: wanted[host.address] ?? 0,
                real: host.share,
                realUnderLoad: busy.share,
                locality: group.locality,
                priority: group.priority,
                weight: group.endpoints[host.endpoint].weight,
                health: group.endpoints[host.endpoint].health
            )
        }
    }

    /// The name of the part that finds no host, as the client reports it.
    public var noHostName: String { client == .grpc ? "UNAVAILABLE" : "no host" }

    /// A Boolean value that indicates whether a share differs from the intended one by more than a thousandth.
    public var differs: Bool {
        refusal != nil || noHost > 0.001 || addresses.contains { abs($0.intended - $0.real) > 0.001 }
    }

    /// A Boolean value that indicates whether shares depend on the number of requests in flight.
    public var dependsOnLoad: Bool { addresses.contains { abs($0.real - $0.realUnderLoad) > 0.001 } }
}
