/// One side of a comparison: the assignments of some proxies.
public struct AssignmentSet: Sendable {
    /// The assignments of one proxy.
    public struct Proxy: Sendable {
        /// The node id, or `nil` if the source does not name it.
        public var node: String?
        /// The assignments by cluster name.
        public var assignments: [String: ComparableAssignment]
        /// Clusters that do not use EDS or are unknown to the source, with the reason; they are not compared.
        public var passedOver: [String: String]

        /// Makes the assignments of a proxy.
        public init(
            node: String?,
            assignments: [String: ComparableAssignment],
            passedOver: [String: String] = [:]
        ) {
            self.node = node
            self.assignments = assignments
            self.passedOver = passedOver
        }
    }

    /// The kind of source.
    public var kind: SourceKind
    /// The proxies, in the source's order.
    public var proxies: [Proxy]
    /// The known networks of addresses, for hosts of sources without networks.
    public var networks: [String: String]
    /// Notes on the comparison.
    public var notes: [String] = []

    /// Makes a side.
    public init(kind: SourceKind, proxies: [Proxy], networks: [String: String] = [:]) {
        self.kind = kind
        self.proxies = proxies
        self.networks = networks
    }
}
