internal import EndpointTranslation
internal import MeshModel

/// The change of one endpoint of a service: from the change to the bytes of the assignment in every client's view.
struct ChangedRun {
    /// The cluster name of the service.
    let name: String
    /// The proxies that see the change.
    let views: [Proxy]
    private let key: MeshSnapshot.ServiceKey
    private var snapshot: MeshSnapshot
    private var cache: AssignmentCache
    private var changes = 0

    /// Returns `nil` for a client without a service that has endpoints.
    init?(_ mesh: BenchMesh, _ client: BenchMesh.Client) {
        let known = client.names.lazy.compactMap { name in
            mesh.service(of: name, for: client.proxy).map { (name: name, key: $0.key) }
        }
        guard let found = known.first(where: { mesh.snapshot.shards[$0.key]?.first?.endpoints.isEmpty == false }) else {
            return nil
        }
        (name, key) = found
        views = mesh.clients.map(\.proxy)
        snapshot = mesh.snapshot
        cache = AssignmentCache(mesh.snapshot)
    }

    /// Applies the change and answers every view.
    mutating func run() -> WorkResult {
        changes += 1
        snapshot.shards[key]?[0].endpoints[0].addresses[0] = "240.0.\(changes >> 8 & 0xff).\(changes & 0xff)"
        cache = AssignmentCache(snapshot, after: cache, changed: snapshot.changedHosts(since: cache.mesh))
        let bytes = views.reduce(0) { $0 + cache.assignment(named: name, for: $1).bytes.count }
        return WorkResult(bytes: bytes, kept: cache)
    }
}
