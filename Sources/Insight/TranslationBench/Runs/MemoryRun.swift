internal import EndpointTranslation
internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// The memory of a large mesh: as objects, as a snapshot, and with one proxy's assignments.
///
/// It is the growth of the memory that the C library's allocator has handed out, its overhead included.
struct MemoryRun {
    private static let endpointsPerService = 1_000
    private static let servicesAtOnce = 50

    private let shape: MeshShape
    private let semantics: TranslationSemantics

    init(endpoints: Int, semantics: TranslationSemantics) {
        // In one network every endpoint is in the assignment, so its encoded size is known.
        shape = MeshShape(
            endpointsPerService: min(endpoints, Self.endpointsPerService),
            services: endpoints / Self.endpointsPerService,
            isDirect: true
        )
        self.semantics = semantics
    }

    /// Makes the mesh and measures the memory; returns nothing where the allocator has no statistics.
    func measurements() throws(InputErrors) -> [Measurement] {
        Heap.trim()
        guard let before = Heap.bytesInUse else { return [] }
        var directory: MeshDirectory? = try read()
        let objects = Heap.growth(since: before)
        guard
            let mesh = try directory.map({ (directory) throws(InputErrors) in
                try BenchMesh(title: "\(shape)", directory, semantics: semantics)
            })
        else { return [] }
        directory = nil
        Heap.trim()
        let snapshot = Heap.growth(since: before)
        let cache = AssignmentCache(mesh.snapshot)
        let bytes = mesh.clients.first.map { MeshRuns.answer($0, from: cache) } ?? 0
        Heap.trim()
        return withExtendedLifetime((mesh, cache)) {
            let answered = Heap.growth(since: before)
            return [
                measurement("objects", objects), measurement("snapshot", snapshot),
                measurement("answered", answered, bytes: bytes),
                measurement("beyond encoded", answered.map { $0 - bytes }, bytes: bytes),
            ]
        }
    }

    /// Reads the mesh in pieces, so that its text is never in memory as a whole.
    private func read() throws(InputErrors) -> MeshDirectory {
        let manifests = ShapeManifests(shape)
        var mesh = try MeshDirectoryReader().read(
            files: [manifests.settings, manifests.proxies] + manifests.clusterFiles(services: 0..<1),
            displayName: "\(shape)"
        )
        for start in stride(from: 1, to: shape.services, by: Self.servicesAtOnce) {
            let services = start..<min(start + Self.servicesAtOnce, shape.services)
            let more = try MeshDirectoryReader().read(
                files: [manifests.settings] + manifests.clusterFiles(services: services),
                displayName: "\(shape)"
            )
            for (index, cluster) in more.clusters.enumerated() {
                mesh.clusters[index].services += cluster.services
                mesh.clusters[index].pods += cluster.pods
                mesh.clusters[index].endpointSlices += cluster.endpointSlices
            }
        }
        return mesh
    }

    private func measurement(_ part: String, _ kept: Int?, bytes: Int = 0) -> Measurement {
        Measurement(
            key: Measurement.Key(mesh: "\(shape)", mode: BenchMode.memory.rawValue, part: part),
            endpoints: shape.endpoints,
            assignments: bytes > 0 ? shape.services : 0,
            Sample(bytes: bytes, keptBytes: kept)
        )
    }
}
