/// What one side of a comparison has: the assignments of some proxies.
public struct AssignmentSet: Sendable {
    /// The assignments of one proxy.
    public struct Proxy: Sendable {
        /// The node id; nil when the source does not say whose they are.
        public var node: String?
        /// The assignments by cluster name.
        public var assignments: [String: ComparableAssignment]
        /// Clusters that are not by EDS or that the source knows nothing about, and why; they are not compared.
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

    /// What it was read from.
    public var kind: SourceKind
    /// The proxies, in the source's order.
    public var proxies: [Proxy]
    /// The networks of addresses as far as they are known, for hosts of sources that do not tell.
    public var networks: [String: String]
    /// What is worth knowing of the comparison with the other side.
    public var notes: [String] = []

    /// Makes a side.
    public init(kind: SourceKind, proxies: [Proxy], networks: [String: String] = [:]) {
        self.kind = kind
        self.proxies = proxies
        self.networks = networks
    }
}
