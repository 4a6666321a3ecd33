internal import MeshModel

/// The endpoints of an assignment: a service's own, or those of its waypoint.
struct EndpointSource {
    /// The service of the endpoints.
    let service: MeshSnapshot.ServiceKey
    /// All its endpoints.
    let shards: [EndpointShard]
    /// The numbers of the shards to read.
    let read: [Int]
    /// The selection of endpoints.
    let selection: EndpointSelection

    /// Selects all shards, or only those of the proxy's own cluster for services limited to a cluster or node (EG-E2).
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
