/// A `localityLbSetting`: the distribution of traffic over localities (EG-P2 to EG-P22).
public struct LocalityLoadBalancing: Hashable, Sendable {
    /// One `distribute` rule: weights for localities, for clients of one locality (EG-P8, EG-P9).
    public struct Distribute: Hashable, Sendable {
        /// The client's locality, as a pattern.
        public let from: String
        /// Patterns of endpoint localities with their weights, ascending by pattern (EG-R3).
        public let to: [(pattern: String, weight: UInt32)]

        /// Makes a rule; the patterns are sorted.
        public init(from: String, to: [(pattern: String, weight: UInt32)]) {
            self.from = from
            self.to = to.sorted { $0.pattern < $1.pattern }
        }

        /// Compares rules field by field.
        public static func == (left: Distribute, right: Distribute) -> Bool {
            left.from == right.from && left.to.elementsEqual(right.to) { $0 == $1 }
        }

        /// Hashes the properties that `==` compares.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(from)
            for entry in to {
                hasher.combine(entry.pattern)
                hasher.combine(entry.weight)
            }
        }
    }

    /// One `failover` rule: the failover region of clients in a region (EG-P12).
    public struct Failover: Hashable, Sendable {
        /// The client's region.
        public let from: String
        /// The region to prefer after the client's own.
        public let to: String

        /// Makes a rule.
        public init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }

    /// The value of `enabled`; absent means true.
    public var isEnabled: Bool
    /// Weights over localities; if present, nothing else applies (EG-P4).
    public var distribute: [Distribute]
    /// Region failover.
    public var failover: [Failover]
    /// Labels to compare, most important first: `label` or `label=value` (EG-P15).
    public var failoverPriority: [String]

    /// Makes a setting.
    public init(
        isEnabled: Bool = true,
        distribute: [Distribute] = [],
        failover: [Failover] = [],
        failoverPriority: [String] = []
    ) {
        self.isEnabled = isEnabled
        self.distribute = distribute
        self.failover = failover
        self.failoverPriority = failoverPriority
    }
}
