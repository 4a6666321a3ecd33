internal import MeshModel
internal import MeshSources

/// The places of EndpointSlice addresses without a pod, by the fields `nodeName` and `zone` (NI-89).
struct SlicePlaces {
    /// The place of one address.
    struct Place {
        /// The locality label; empty without one.
        let label: String
        /// The node; empty without one.
        let node: String
        /// The source of the locality.
        let source: LocalityStatement

        static let nowhere = Place(label: "", node: "", source: .nothing)
    }

    private let nodes: [String: KubernetesNode]
    /// The region of each zone that a node is in.
    private let regions: [String: String]
    private let isRead: Bool

    /// The places where the fields do not count.
    static let none = SlicePlaces([], isRead: false)

    /// Reads the nodes of a cluster.
    init(_ nodes: [KubernetesNode]) { self.init(nodes, isRead: true) }

    private init(_ nodes: [KubernetesNode], isRead: Bool) {
        self.isRead = isRead
        self.nodes = Dictionary(nodes.map { ($0.metadata.name, $0) }) { first, _ in first }
        let places = nodes.map(\.locality).filter { !$0.zone.isEmpty }
        regions = Dictionary(places.map { ($0.zone, $0.region) }) { min($0, $1) }
    }

    /// Returns the place of an endpoint of a slice.
    func place(of item: EndpointSlice.Item) -> Place {
        guard isRead, !item.nodeName.isEmpty || !item.zone.isEmpty else { return .nowhere }
        let node = nodes[item.nodeName]
        let label = WorkloadLabels.locality([:], node: node)
        if let node, !label.isEmpty {
            return Place(label: label, node: item.nodeName, source: .node(node.metadata.reference))
        }
        guard !item.zone.isEmpty else { return Place(label: "", node: item.nodeName, source: .nothing) }
        return Place(label: "\(regions[item.zone] ?? "")/\(item.zone)", node: item.nodeName, source: .zone)
    }
}
