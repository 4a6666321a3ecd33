public import MeshModel

/// The differences in one cluster of one proxy.
public struct ClusterDifference: Hashable, Sendable {
    /// A different weight of a locality whose weight is not the sum of its hosts' weights.
    public struct LocalityDifference: Hashable, Sendable {
        /// The locality.
        public let locality: Locality
        /// Its priority.
        public let priority: UInt32
        /// The weight before, or `nil` without one.
        public let before: UInt32?
        /// The weight after, or `nil` without one.
        public let after: UInt32?
    }

    /// Hosts that are equal apart from their share, which changed because of other hosts.
    public struct ShareMove: Hashable, Sendable {
        /// The number of hosts.
        public let count: Int
        /// The share of each before, 0 to 1.
        public let before: Double
        /// The share of each after, 0 to 1.
        public let after: Double
    }

    /// The cluster name.
    public let name: String
    /// The number of hosts on the first side, or `nil` if it does not have the cluster.
    public let hostsBefore: Int?
    /// The number of hosts on the second side, or `nil` if it does not have the cluster.
    public let hostsAfter: Int?
    /// The hosts that differ, in order of their addresses.
    public let hosts: [HostDifference]
    /// The localities whose weights differ.
    public let localities: [LocalityDifference]
    /// The difference of the cluster as a whole.
    public let policy: FieldDifference?
    /// The hosts that differ in their shares only; not counted as differences.
    public let moves: [ShareMove]

    /// A Boolean value that indicates whether there is no difference.
    public var isEmpty: Bool { hosts.isEmpty && localities.isEmpty && policy == nil }

    /// The numbers of hosts that were added, removed and changed.
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

    /// Returns the moves in their order of output, which is the same from both sides.
    static func sorted(_ moves: [ShareMove]) -> [ShareMove] {
        moves.sorted { left, right in
            let (l, r) = ([left.before, left.after].sorted(by: >), [right.before, right.after].sorted(by: >))
            if l != r { return r.lexicographicallyPrecedes(l) }
            return left.count > right.count
        }
    }
}
