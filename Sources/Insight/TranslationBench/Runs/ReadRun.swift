internal import EndpointTranslation
internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// From files on disk to the first proxy's assignments.
///
/// The files are 100 endpoints in each EndpointSlice, four slices a service, with or without the pods of the endpoints.
struct ReadRun: Sendable {
    private static let endpointsPerService = 400

    private let endpoints: Int
    private let hasPods: Bool
    private let semantics: TranslationSemantics

    init(endpoints: Int, hasPods: Bool, semantics: TranslationSemantics) {
        self.endpoints = endpoints
        self.hasPods = hasPods
        self.semantics = semantics
    }

    private var shape: MeshShape {
        MeshShape(
            endpointsPerService: min(endpoints, Self.endpointsPerService),
            services: endpoints / Self.endpointsPerService
        )
    }

    /// The files to read.
    var files: [SourceFile] { ShapeManifests(shape, hasPods: hasPods).files }

    /// Measures the whole path and its parts.
    ///
    /// - Parameter directory: the folder with ``files``.
    /// - Throws: ``InputErrors``.
    func measurements(directory path: String, _ sampler: Sampler) throws(InputErrors) -> [Measurement] {
        let directory = try MeshDirectoryReader().read(directory: path)
        let mesh = try BenchMesh(title: title, directory, semantics: semantics)
        let inference = MeshInference(semantics: semantics)
        return [
            measurement(
                "all",
                mesh,
                try sampler.sample { () throws(InputErrors) in
                    let directory = try MeshDirectoryReader().read(directory: path)
                    return Self.answer(try BenchMesh(title: "", directory, semantics: inference.semantics))
                }
            ),
            measurement(
                "reading",
                mesh,
                try sampler.sample { () throws(InputErrors) in
                    WorkResult(kept: try MeshDirectoryReader().read(directory: path))
                }
            ),
            measurement(
                "inference",
                mesh,
                try sampler.sample { () throws(InputErrors) in
                    WorkResult(kept: try inference.snapshot(of: directory))
                }
            ),
            measurement("translation", mesh, sampler.sample { Self.answer(mesh) }),
        ]
    }

    private var title: String { "\(shape)\(hasPods ? "" : " without pods")" }

    private static func answer(_ mesh: BenchMesh) -> WorkResult {
        let cache = AssignmentCache(mesh.snapshot)
        return WorkResult(bytes: mesh.clients.first.map { MeshRuns.answer($0, from: cache) } ?? 0, kept: (mesh, cache))
    }

    private func measurement(_ part: String, _ mesh: BenchMesh, _ sample: Sample) -> Measurement {
        Measurement(
            key: Measurement.Key(mesh: title, mode: BenchMode.read.rawValue, part: part),
            endpoints: shape.endpoints,
            assignments: sample.bytes > 0 ? shape.services : 0,
            sample
        )
    }
}
