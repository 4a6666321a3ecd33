public import MeshModel
public import MeshSources

/// Measures endpoint generation in this process: time, allocations and memory.
///
/// ```swift
/// let bench = EndpointBench(semantics: .standard, seconds: 1)
/// let mesh = try BenchMesh(MeshShape(endpointsPerService: 100, services: 10), semantics: .standard)
/// let measurement = bench.measure(.cold, mesh)
/// ```
public struct EndpointBench: Sendable {
    private let semantics: TranslationSemantics
    private let sampler: Sampler

    /// Makes a bench.
    ///
    /// - Parameters:
    ///   - semantics: the rule set of generated meshes.
    ///   - seconds: the time to spend on repetitions of each measurement.
    public init(semantics: TranslationSemantics = .standard, seconds: Double) {
        self.semantics = semantics
        sampler = Sampler(seconds: seconds)
    }

    /// Measures a mesh; returns `nil` for a mesh without clients, and for modes that generate their own meshes.
    public func measure(_ mode: BenchMode, _ mesh: BenchMesh) -> Measurement? {
        Self.work(mode, mesh)?.measurement(sampler)
    }

    /// Returns the work of a mode, for other measuring tools; `nil` if ``measure(_:_:)`` returns `nil`.
    public static func work(_ mode: BenchMode, _ mesh: BenchMesh) -> BenchWork? { MeshRuns(mesh)?.work(mode) }

    /// Measures the steps from files to assignments.
    ///
    /// - Parameters:
    ///   - endpoints: the number of endpoints to read; a multiple of 400 gives EndpointSlices of 100.
    ///   - hasPods: a Boolean value that indicates whether the pods of the endpoints are read too.
    ///   - write: writes the files to disk and returns the path of the mesh directory.
    /// - Throws: ``InputErrors``, or what `write` throws.
    public func measureReading(
        endpoints: Int,
        hasPods: Bool,
        write: ([SourceFile]) throws -> String
    ) throws -> [Measurement] {
        let run = ReadRun(endpoints: endpoints, hasPods: hasPods, semantics: semantics)
        return try run.measurements(directory: try write(run.files), sampler)
    }

    /// Measures the memory of a mesh of a thousand endpoints in each service.
    ///
    /// - Throws: ``InputErrors``.
    public func measureMemory(endpoints: Int) throws(InputErrors) -> [Measurement] {
        try MemoryRun(endpoints: endpoints, semantics: semantics).measurements()
    }
}
