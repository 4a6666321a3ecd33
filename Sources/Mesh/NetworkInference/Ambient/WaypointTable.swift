internal import MeshModel
internal import MeshSources

/// The waypoints of one cluster, found by the labels of objects (NI-118).
struct WaypointTable {
    private struct Name: Hashable {
        let namespace: String
        let name: String
    }

    private let waypoints: [Name: Waypoint]
    private let namespaces: [String: Labels]

    /// - Parameters:
    ///   - cluster: the cluster.
    ///   - network: its network; `nil` if ambient mode does not know it, and then it has no waypoints.
    init(_ cluster: ClusterObjects, network: NetworkID?) {
        namespaces = Dictionary(cluster.namespaces.map { ($0.metadata.name, $0.metadata.labels) }) { first, _ in first }
        guard let network else {
            waypoints = [:]
            return
        }
        waypoints = Dictionary(
            cluster.gateways.compactMap { gateway in
                Waypoint(gateway, network: network).map {
                    (Name(namespace: gateway.metadata.namespace, name: gateway.metadata.name), $0)
                }
            }
        ) { first, _ in first }
    }

    /// The labels of a namespace; `nil` for one that the cluster does not have.
    func labels(ofNamespace name: String) -> Labels? { namespaces[name] }

    /// Returns the waypoint of a Service or ServiceEntry, or `nil` without one.
    ///
    /// The Services of waypoints and east-west gateways have none.
    func waypoint(of metadata: ObjectMetadata) -> Waypoint? {
        let manager = metadata.labels[LabelKey.gatewayManaged]
        guard manager != GatewayManager.waypoint, manager != GatewayManager.eastWest,
            let name = name(in: metadata.labels, metadata.namespace)
                ?? (metadata.labels[LabelKey.useWaypoint] == nil
                    ? namespaces[metadata.namespace].flatMap { self.name(in: $0, metadata.namespace) } : nil),
            let waypoint = waypoints[name],
            waypoint.serves(metadata.namespace, labels: namespaces[metadata.namespace] ?? [:])
        else { return nil }
        return waypoint
    }

    /// The waypoint that labels name: an empty name is no name, and `none` means none.
    private func name(in labels: Labels, _ namespace: String) -> Name? {
        guard let name = labels.nonEmpty(LabelKey.useWaypoint), name != "none" else { return nil }
        return Name(namespace: labels[LabelKey.useWaypointNamespace] ?? namespace, name: name)
    }
}
