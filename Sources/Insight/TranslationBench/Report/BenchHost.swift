/// Where and when it was measured, and what.
public struct BenchHost: Hashable, Sendable {
    /// The operating system with its release and architecture.
    public var system: String
    /// The processor's model.
    public var processor: String
    /// Processors.
    public var cores: Int
    /// When it began, in seconds since 1970.
    public var startedAt: Int64
    /// The program with its version.
    public var program: String
    /// The commit that it was built from; empty when not told.
    public var commit: String
    /// Whether the program was built without optimisation: such figures compare with nothing.
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
