internal import MeshModel
internal import MeshSources

/// What ambient mode needs to know of Kubernetes Services: scope, addresses and waypoint (NI-114, EG-A10, EG-A11).
struct AmbientServices {
    private struct Name: Hashable {
        let namespace: String
        let name: String
    }

    private let mesh: MeshDirectory
    private let clusters: [ClusterObjects]
    private let waypoints: [Name: KubernetesGateway]

    init(mesh: MeshDirectory) {
        self.mesh = mesh
        clusters = mesh.clusters.sorted { $0.id < $1.id }
        let gateways = clusters.flatMap(\.gateways).filter { $0.className == "istio-waypoint" }
        waypoints = Dictionary(
            gateways.map { (Name(namespace: $0.metadata.namespace, name: $0.metadata.name), $0) }
        ) { first, _ in first }
    }

    /// The services; of several clusters the first one by id says everything but the addresses (NI-78).
    func services() -> [MeshSnapshot.ServiceKey: AmbientService] {
        var result: [MeshSnapshot.ServiceKey: AmbientService] = [:]
        for cluster in clusters {
            let namespaces = Dictionary(cluster.namespaces.map { ($0.metadata.name, $0.metadata) }) { first, _ in first
            }
            for service in cluster.services {
                let key = KubernetesHost.key(service.metadata, mesh.domainSuffix)
                let addresses = service.clusterIPs.filter { IPAddress($0) != nil }
                if result[key] == nil {
                    let namespace = namespaces[service.metadata.namespace]?.labels ?? [:]
                    result[key] = AmbientService(
                        isGlobal: ServiceScope.isGlobal(
                            service: service.metadata.labels,
                            namespace: namespace,
                            by: mesh.meshConfig.serviceScopes
                        ),
                        addresses: [:],
                        defaultAddress: addresses.first ?? "0.0.0.0",
                        ingressWaypoint: ingressWaypoint(of: service.metadata, namespace: namespace)
                    )
                }
                if !addresses.isEmpty { result[key]?.addresses[cluster.id] = addresses }
            }
        }
        return result
    }

    /// The Service of the waypoint, if gateways are to go through it.
    private func ingressWaypoint(of service: ObjectMetadata, namespace: Labels) -> MeshSnapshot.ServiceKey? {
        let consent = service.labels[LabelKey.ingressUseWaypoint] ?? namespace[LabelKey.ingressUseWaypoint]
        guard consent?.lowercased() == "true", let name = waypoint(of: service, namespace: namespace),
            let gateway = waypoints[name], Self.serves(gateway, service.namespace, namespace)
        else { return nil }
        return KubernetesHost.key(name.name, name.namespace, mesh.domainSuffix)
    }

    /// The Service's own label, else its namespace's; `none` means none.
    private func waypoint(of service: ObjectMetadata, namespace: Labels) -> Name? {
        let labels = service.labels.nonEmpty(LabelKey.useWaypoint) == nil ? namespace : service.labels
        guard let name = labels.nonEmpty(LabelKey.useWaypoint), name != "none" else { return nil }
        return Name(
            namespace: labels.nonEmpty(LabelKey.useWaypointNamespace) ?? service.namespace,
            name: name
        )
    }

    /// Whether the waypoint is for services at all, and lets in those of the namespace.
    private static func serves(_ gateway: KubernetesGateway, _ namespace: String, _ labels: Labels) -> Bool {
        let purpose = gateway.metadata.labels[LabelKey.waypointFor] ?? "service"
        guard purpose == "service" || purpose == "all" else { return false }
        let isSame = gateway.metadata.namespace == namespace
        guard !gateway.listeners.isEmpty else { return isSame }
        return gateway.listeners.contains { listener in
            switch listener.admission {
            case .same: isSame
            case .all: true
            case .selected(let selector): selector.matches(labels)
            }
        }
    }
}
