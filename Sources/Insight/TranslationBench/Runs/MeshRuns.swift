internal import EndpointTranslation
internal import MeshModel

/// The pieces of work on one mesh.
struct MeshRuns {
    static let localities = 25

    let mesh: BenchMesh
    private let first: BenchMesh.Client

    /// Returns `nil` for a mesh without clients.
    init?(_ mesh: BenchMesh) {
        guard let first = mesh.clients.first(where: { !$0.names.isEmpty }) else { return nil }
        self.mesh = mesh
        self.first = first
    }

    /// Returns the work of a mode, or `nil` for a mode that does not use the mesh, and without an endpoint that could
    /// change.
    func work(_ mode: BenchMode) -> BenchWork? {
        switch mode {
        case .cold: work(mode, [first], answering([first]))
        case .prepared: work(mode, [first], prepared())
        case .warm: work(mode, [first], warm())
        case .views: work(mode, views, answering(views))
        case .changed: changed()
        case .read, .memory: nil
        }
    }

    private func work(
        _ mode: BenchMode,
        _ clients: [BenchMesh.Client],
        _ run: @escaping () -> WorkResult
    ) -> BenchWork {
        BenchWork(
            key: Measurement.Key(mesh: mesh.title, mode: mode.rawValue, part: ""),
            endpoints: clients.first.map(mesh.endpoints).map { $0 * clients.count } ?? 0,
            assignments: clients.reduce(0) { $0 + $1.names.count },
            run: run
        )
    }

    private func answering(_ clients: [BenchMesh.Client]) -> () -> WorkResult {
        let snapshot = mesh.snapshot
        return {
            let cache = AssignmentCache(snapshot)
            return WorkResult(bytes: clients.reduce(0) { $0 + Self.answer($1, from: cache) }, kept: cache)
        }
    }

    private func prepared() -> () -> WorkResult {
        let snapshot = mesh.snapshot
        let packed = AssignmentCache(snapshot)
        let client = first
        _ = Self.answer(client, from: packed)
        return {
            // Keeps the packed endpoints, but no assignment.
            let cache = AssignmentCache(snapshot, after: packed, changed: .all)
            return WorkResult(bytes: Self.answer(client, from: cache), kept: cache)
        }
    }

    private func warm() -> () -> WorkResult {
        let cache = AssignmentCache(mesh.snapshot)
        let client = first
        _ = Self.answer(client, from: cache)
        return { WorkResult(bytes: Self.answer(client, from: cache), kept: cache) }
    }

    private func changed() -> BenchWork? {
        guard var run = ChangedRun(mesh, first) else { return nil }
        return BenchWork(
            key: Measurement.Key(mesh: mesh.title, mode: BenchMode.changed.rawValue, part: ""),
            endpoints: mesh.endpoints(under: run.name, for: first.proxy) * run.views.count,
            assignments: run.views.count,
            run: { run.run() }
        )
    }

    /// Each client in each locality.
    private var views: [BenchMesh.Client] {
        mesh.clients.flatMap { client in
            (0..<Self.localities).map { number in
                var proxy = client.proxy
                proxy.locality = Locality(region: "region-\(number / 5)", zone: "zone-\(number)")
                return BenchMesh.Client(proxy: proxy, names: client.names)
            }
        }
    }

    /// Returns the bytes of all assignments that a client requests.
    static func answer(_ client: BenchMesh.Client, from cache: AssignmentCache) -> Int {
        client.names.reduce(0) { $0 + cache.assignment(named: $1, for: client.proxy).bytes.count }
    }
}
