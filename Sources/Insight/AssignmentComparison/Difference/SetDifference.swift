/// What is different between two sides.
public struct SetDifference: Sendable, Equatable {
    /// What is different for one proxy.
    public struct Proxy: Sendable, Equatable {
        /// The node id; nil when neither side says.
        public let node: String?
        /// The clusters with differences, ascending by name.
        public let clusters: [ClusterDifference]
        /// How many clusters were compared.
        public let comparedClusters: Int
        /// How many hosts were compared, the larger number of both sides.
        public let comparedHosts: Int
        /// Clusters that were not compared, ascending, and why.
        public let passedOver: [PassedOver]

        /// A cluster that was not compared.
        public struct PassedOver: Sendable, Hashable {
            /// The cluster name.
            public let name: String
            /// Why.
            public let reason: String
        }
    }

    /// A field that at least one side cannot tell.
    public struct UncomparedField: Sendable, Hashable {
        /// The field.
        public let field: ComparedField
        /// Which sources cannot tell it, the first side first.
        public let missing: [String]
    }

    /// The proxies that were compared, in the order of the first side.
    public let proxies: [Proxy]
    /// Node ids that only the first side has.
    public let onlyBefore: [String]
    /// Node ids that only the second side has.
    public let onlyAfter: [String]
    /// Fields that were not compared because one side cannot tell them.
    public let uncompared: [UncomparedField]
    /// What else is worth knowing about what was compared.
    public let notes: [String]

    /// Whether nothing is different.
    public var isEmpty: Bool {
        onlyBefore.isEmpty && onlyAfter.isEmpty && proxies.allSatisfy { $0.clusters.allSatisfy(\.isEmpty) }
    }

    /// How many hosts were added, removed and changed in all.
    public var counts: (added: Int, removed: Int, changed: Int) {
        proxies.flatMap(\.clusters).reduce((0, 0, 0)) { sum, cluster in
            let counts = cluster.counts
            return (sum.0 + counts.added, sum.1 + counts.removed, sum.2 + counts.changed)
        }
    }

    /// The difference from the second side to the first, but for what is said of the sources themselves.
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
