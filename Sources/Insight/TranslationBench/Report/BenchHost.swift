/// The machine, time and program of a measurement.
public struct BenchHost: Hashable, Sendable {
    /// The operating system with its release and architecture.
    public var system: String
    /// The processor's model.
    public var processor: String
    /// The number of processors.
    public var cores: Int
    /// The start time, in seconds since 1970.
    public var startedAt: Int64
    /// The program with its version.
    public var program: String
    /// The commit of the build; empty if unknown.
    public var commit: String
    /// A Boolean value that indicates a build without optimization, whose figures are not comparable.
    public var isDebugBuild: Bool

    /// Makes a description.
    public init(
        system: String,
        processor: String,
        cores: Int,
        startedAt: Int64,
        program: String,
        commit: String,
        isDebugBuild: Bool
    ) {
        self.system = system
        self.processor = processor
        self.cores = cores
        self.startedAt = startedAt
        self.program = program
        self.commit = commit
        self.isDebugBuild = isDebugBuild
    }
}
