/// A DestinationRule's `loadBalancer`, apart from its locality setting.
public struct LoadBalancer: Hashable, Sendable {
    /// `simple`.
    public enum Simple: String, CaseIterable, Hashable, Sendable {
        /// The mesh's default, LEAST_REQUEST.
        case unspecified = "UNSPECIFIED"
        /// An old name of LEAST_REQUEST.
        case leastConnections = "LEAST_CONN"
        /// The less busy host.
        case leastRequest = "LEAST_REQUEST"
        /// Hosts by turns.
        case roundRobin = "ROUND_ROBIN"
        /// Any host.
        case random = "RANDOM"
        /// The address that the client asked for.
        case passthrough = "PASSTHROUGH"
    }

    /// The table of `consistentHash`.
    public enum HashTable: Hashable, Sendable {
        /// A ring, with its minimum size; nil for the client's default.
        case ring(minimumSize: UInt64?)
        /// A Maglev table, with its size; nil for the client's default.
        case maglev(tableSize: UInt64?)
    }

    /// The part of a request that `consistentHash` hashes.
    public enum HashKey: Hashable, Sendable {
        /// The value of a header.
        case header(String)
        /// A cookie, which the client sets if it has a time to live in seconds.
        case cookie(name: String, path: String, timeToLive: Double?)
        /// The address of the connection's other end.
        case sourceAddress
        /// A parameter of the query.
        case queryParameter(String)
    }

    /// `warmup`: how new hosts get their load.
    public struct Warmup: Hashable, Sendable {
        /// `duration`, in seconds.
        public let seconds: Double
        /// `aggression`.
        public let aggression: Double
        /// `minimumPercent`.
        public let minimumPercent: Double

        /// Creates a setting.
        public init(seconds: Double, aggression: Double = 1, minimumPercent: Double = 10) {
            self.seconds = seconds
            self.aggression = aggression
            self.minimumPercent = minimumPercent
        }
    }

    /// `simple`; nil when absent.
    public var simple: Simple?
    /// `consistentHash`, which goes before `simple`; nil when absent.
    public var hashTable: HashTable?
    /// The key of `consistentHash`; nil when it names none.
    public var hashKey: HashKey?
    /// `warmup`; nil when absent.
    public var warmup: Warmup?

    /// Creates a setting.
    public init(simple: Simple? = nil, hashTable: HashTable? = nil, warmup: Warmup? = nil) {
        self.simple = simple
        self.hashTable = hashTable
        self.warmup = warmup
    }
}
