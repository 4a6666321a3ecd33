public import MeshModel

/// What is different in one cluster of one proxy.
public struct ClusterDifference: Hashable, Sendable {
    /// The weight of a locality that is different though it is not just the sum of its hosts.
    public struct LocalityDifference: Hashable, Sendable {
        /// The locality.
        public let locality: Locality
        /// Its priority.
        public let priority: UInt32
        /// Its weight before; nil without one.
        public let before: UInt32?
        /// Its weight after; nil without one.
        public let after: UInt32?
    }

    /// Hosts that are the same but for their share, which others gave them or took from them.
    public struct ShareMove: Hashable, Sendable {
        /// How many hosts.
        public let count: Int
        /// The share of each before, 0 to 1.
        public let before: Double
        /// The share of each after, 0 to 1.
        public let after: Double
    }

    /// The cluster name.
    public let name: String
    /// How many hosts the first side has; nil when it does not have the cluster.
    public let hostsBefore: Int?
    /// How many hosts the second side has; nil when it does not have the cluster.
    public let hostsAfter: Int?
    /// The hosts that are not the same, in order of their addresses.
    public let hosts: [HostDifference]
    /// The localities whose weights are not the same.
    public let localities: [LocalityDifference]
    /// What is different of the cluster as a whole.
    public let policy: FieldDifference?
    /// The hosts that are the same with other shares; no difference of their own.
    public let moves: [ShareMove]

    /// Whether nothing is different.
    public var isEmpty: Bool { hosts.isEmpty && localities.isEmpty && policy == nil }

    /// How many hosts were added, removed and changed.
    public var counts: (added: Int, removed: Int, changed: Int) {
        (
            hosts.count { $0.kind == .added }, hosts.count { $0.kind == .removed },
            hosts.count { $0.kind == .changed }
        )
    }

    /// The difference from the second side to the first.
    public var mirrored: ClusterDifference {
        ClusterDifference(
            name: name,
            hostsBefore: hostsAfter,
            hostsAfter: hostsBefore,
            hosts: hosts.map(\.mirrored).sorted(by: HostDifference.precedes),
            localities: localities.map {
                LocalityDifference(locality: $0.locality, priority: $0.priority, before: $0.after, after: $0.before)
            },
            policy: policy?.mirrored,
            moves: Self.sorted(moves.map { ShareMove(count: $0.count, before: $0.after, after: $0.before) })
        )
    }

    /// The order in which moves are told: the same from both sides.
    static func sorted(_ moves: [ShareMove]) -> [ShareMove] {
        moves.sorted { left, right in
            let (l, r) = ([left.before, left.after].sorted(by: >), [right.before, right.after].sorted(by: >))
            if l != r { return r.lexicographicallyPrecedes(l) }
            return left.count > right.count
        }
    }
}
