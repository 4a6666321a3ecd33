/// The differences between two sides.
public struct SetDifference: Sendable, Equatable {
    /// The differences for one proxy.
    public struct Proxy: Sendable, Equatable {
        /// The node id, or `nil` if neither side names it.
        public let node: String?
        /// The clusters with differences, ascending by name.
        public let clusters: [ClusterDifference]
        /// The number of compared clusters.
        public let comparedClusters: Int
        /// The number of compared hosts, the larger number of both sides.
        public let comparedHosts: Int
        /// The clusters that were not compared, ascending, with the reason.
        public let passedOver: [PassedOver]

        /// A cluster that was not compared.
        public struct PassedOver: Sendable, Hashable {
            /// The name of the cluster.
            public let name: String
            /// The reason.
            public let reason: String
        }
    }

    /// A field that at least one side does not have.
    public struct UncomparedField: Sendable, Hashable {
        /// The field.
        public let field: ComparedField
        /// The sources without the field, the first side first.
        public let missing: [String]
    }

    /// The proxies that were compared, in the order of the first side.
    public let proxies: [Proxy]
    /// Node ids that only the first side has.
    public let onlyBefore: [String]
    /// Node ids that only the second side has.
    public let onlyAfter: [String]
    /// Fields that were not compared because one side does not have them.
    public let uncompared: [UncomparedField]
    /// Notes on the comparison.
    public let notes: [String]

    /// A Boolean value that indicates whether there is no difference.
    public var isEmpty: Bool {
        onlyBefore.isEmpty && onlyAfter.isEmpty && proxies.allSatisfy { $0.clusters.allSatisfy(\.isEmpty) }
    }

    /// The total numbers of hosts that were added, removed and changed.
    public var counts: (added: Int, removed: Int, changed: Int) {
        proxies.flatMap(\.clusters).reduce((0, 0, 0)) { sum, cluster in
            let counts = cluster.counts
            return (sum.0 + counts.added, sum.1 + counts.removed, sum.2 + counts.changed)
        }
    }

    /// The difference from the second side to the first, without the properties of the sources themselves.
    public var mirroredProxies: [Proxy] {
        proxies.map {
            Proxy(
                node: $0.node,
                clusters: $0.clusters.map(\.mirrored),
                comparedClusters: $0.comparedClusters,
                comparedHosts: $0.comparedHosts,
                passedOver: $0.passedOver
            )
        }
    }
}
