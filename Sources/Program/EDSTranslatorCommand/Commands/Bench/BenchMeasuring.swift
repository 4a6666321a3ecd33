internal import LoadGenerator
internal import MeshModel
internal import MeshSources
internal import MeshViews
internal import TranslationBench

/// Makes the measurements of `bench` one after the other, and prints progress.
struct BenchMeasuring {
    private let bench: EndpointBench
    private let semantics: TranslationSemantics
    private let say: (String) -> Void

    init(semantics: TranslationSemantics, seconds: Double, say: @escaping (String) -> Void) {
        bench = EndpointBench(semantics: semantics, seconds: seconds)
        self.semantics = semantics
        self.say = say
    }

    /// Measures shapes.
    func measure(_ shapes: [MeshShape], _ modes: [BenchMode]) throws -> [Measurement] {
        guard modes.contains(where: \.isOfMesh) else { return [] }
        return try shapes.flatMap { shape in
            say("\(shape): making the mesh")
            return measure(try refusing { try BenchMesh(shape, semantics: semantics) }, modes)
        }
    }

    /// Measures a mesh directory with its declared proxies.
    func measure(directory: String, _ modes: [BenchMode]) throws -> [Measurement] {
        let mesh = try refusing { try MeshDirectoryReader().read(directory: directory) }
        let served = try refusing { try MeshState(mesh, semantics: semantics) }
        let clients = mesh.proxies.map { declared in
            let proxy = served.proxy(for: declared.node)
            return BenchMesh.Client(
                proxy: proxy,
                names: declared.resources.isEmpty ? served.names(for: proxy) : declared.resources
            )
        }
        let measurements = measure(
            BenchMesh(title: directory, snapshot: served.snapshot, clients: clients),
            modes
        )
        guard !measurements.isEmpty else {
            throw CommandFailure(.badInput, "\(directory): proxies.yaml has no proxy with resources")
        }
        return measurements
    }

    /// Measures in the modes that generate their own meshes.
    func measureOwnMeshes(
        _ modes: [BenchMode],
        reading readEndpoints: Int,
        holding memoryEndpoints: Int
    ) throws -> [Measurement] {
        var measurements: [Measurement] = []
        if modes.contains(.read) {
            for hasPods in [false, true] {
                say("read \(readEndpoints) endpoints\(hasPods ? " with their pods" : "")")
                measurements += try refusing { try read(readEndpoints, hasPods: hasPods) }.map(withMemory)
            }
        }
        if modes.contains(.memory) {
            say("memory of \(memoryEndpoints) endpoints")
            measurements += try refusing { try bench.measureMemory(endpoints: memoryEndpoints) }.map(withMemory)
        }
        return measurements
    }

    private func measure(_ mesh: BenchMesh, _ modes: [BenchMode]) -> [Measurement] {
        modes.compactMap { mode in
            if mode.isOfMesh { say("\(mesh.title): \(mode.rawValue)") }
            return bench.measure(mode, mesh).map(withMemory)
        }
    }

    private func read(_ endpoints: Int, hasPods: Bool) throws -> [Measurement] {
        var folder: MeshFolder?
        defer { folder?.remove() }
        return try bench.measureReading(endpoints: endpoints, hasPods: hasPods) { files in
            let made = try MeshFolder(temporaryWith: files)
            folder = made
            return made.path
        }
    }

    private func withMemory(_ measurement: Measurement) -> Measurement {
        var measurement = measurement
        measurement.residentBytes = ProcessSample(of: HostDescription.processID, time: 0).map { Int($0.residentBytes) }
        return measurement
    }

    private func refusing<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let errors as InputErrors {
            throw CommandFailure(.badInput, errors.summary)
        } catch let error as LoadError {
            throw CommandFailure(.unreachable, error.message)
        }
    }
}
