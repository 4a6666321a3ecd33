internal import EndpointTranslation
internal import MeshModel

/// The pieces of work on one mesh.
struct MeshRuns {
    static let localities = 25

    let mesh: BenchMesh
    private let first: BenchMesh.Client

    /// Nil for a mesh that nobody asks for anything.
    init?(_ mesh: BenchMesh) {
        guard let first = mesh.clients.first(where: { !$0.names.isEmpty }) else { return nil }
        self.mesh = mesh
        self.first = first
    }

    /// Measures in one mode; nil for a mode that is not about a mesh.
    func measurement(_ mode: BenchMode, _ sampler: Sampler) -> Measurement? {
        switch mode {
        case .cold: measurement(mode, [first], sampler.sample(cold))
        case .warm: measurement(mode, [first], sampler.sample(warm()))
        case .views:
            measurement(mode, views, sampler.sample(answering(views)))
        case .changed: changed(sampler)
        case .read, .memory: nil
        }
    }

    private func measurement(_ mode: BenchMode, _ clients: [BenchMesh.Client], _ sample: Sample) -> Measurement {
        Measurement(
            mesh: mesh.title,
            mode: mode,
            endpoints: clients.first.map(mesh.endpoints).map { $0 * clients.count } ?? 0,
            assignments: clients.reduce(0) { $0 + $1.names.count },
            sample
        )
    }

    private func cold() -> WorkResult {
        let cache = AssignmentCache(mesh.snapshot)
        return WorkResult(bytes: Self.answer(first, from: cache), kept: cache)
    }

    private func warm() -> () -> WorkResult {
        let cache = AssignmentCache(mesh.snapshot)
        let client = first
        _ = Self.answer(client, from: cache)
        return { WorkResult(bytes: Self.answer(client, from: cache), kept: cache) }
    }

    private func answering(_ clients: [BenchMesh.Client]) -> () -> WorkResult {
        let snapshot = mesh.snapshot
        return {
            let cache = AssignmentCache(snapshot)
            return WorkResult(bytes: clients.reduce(0) { $0 + Self.answer($1, from: cache) }, kept: cache)
        }
    }

    /// Each client in each of the localities.
    private var views: [BenchMesh.Client] {
        mesh.clients.flatMap { client in
            (0..<Self.localities).map { number in
                var proxy = client.proxy
                proxy.locality = Locality(region: "region-\(number / 5)", zone: "zone-\(number)")
                return BenchMesh.Client(proxy: proxy, names: client.names)
            }
        }
    }

    private func changed(_ sampler: Sampler) -> Measurement? {
        guard var run = ChangedRun(mesh, first) else { return nil }
        let (name, views) = (run.name, run.views)
        return Measurement(
            mesh: mesh.title,
            mode: .changed,
            endpoints: mesh.endpoints(under: name, for: first.proxy) * views.count,
            assignments: views.count,
            sampler.sample { run.run() }
        )
    }

    /// Asks for all that a client asks for: the bytes of it.
    static func answer(_ client: BenchMesh.Client, from cache: AssignmentCache) -> Int {
        client.names.reduce(0) { $0 + cache.assignment(named: $1, for: client.proxy).bytes.count }
    }
}
