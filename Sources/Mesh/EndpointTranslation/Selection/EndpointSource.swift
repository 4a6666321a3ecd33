internal import MeshModel

/// The endpoints that an assignment is made of: a service's own, or those of the waypoint before it.
struct EndpointSource {
    /// The service whose endpoints they are.
    let service: MeshSnapshot.ServiceKey
    /// All its endpoints.
    let shards: [EndpointShard]
    /// The shards that are read, by number.
    let read: [Int]
    /// Which of their endpoints are seen.
    let selection: EndpointSelection

    /// Reads all shards, but of services that keep to a cluster or node only those of the proxy's own cluster (EG-E2).
    init(_ service: Service, _ selection: EndpointSelection, mesh: MeshSnapshot, _ view: inout RecordingProxyView) {
        self.service = service.key
        self.selection = selection
        shards = mesh.shards[service.key] ?? []
        let isOwn = service.hostname == selection.service.hostname
        let isClusterLocal = isOwn ? selection.isClusterLocal : mesh.clusterLocalHosts.contains(service.hostname)
        if service.isNodeLocal || isClusterLocal {
            let cluster = view.cluster()
            read = shards.indices.filter { [shards] in shards[$0].cluster == cluster }
        } else {
            read = Array(shards.indices)
        }
    }
}
