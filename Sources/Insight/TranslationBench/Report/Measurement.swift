/// What one mode gave on one mesh.
public struct Measurement: Hashable, Sendable {
    /// The processor times of the repetitions, in nanoseconds.
    public struct Times: Hashable, Sendable {
        /// How many there were.
        public var count: Int
        /// The middle one.
        public var median: Double
        /// The least.
        public var least: Double

        /// Makes times.
        public init(count: Int, median: Double, least: Double) {
            self.count = count
            self.median = median
            self.least = least
        }
    }

    /// What tells measurements of one report apart, and finds them again in another.
    public struct Key: Hashable, Sendable, CustomStringConvertible {
        /// The mesh's name.
        public var mesh: String
        /// The mode.
        public var mode: String
        /// The part of it; empty for the whole.
        public var part: String

        /// Makes a key.
        public init(mesh: String, mode: String, part: String) {
            self.mesh = mesh
            self.mode = mode
            self.part = part
        }

        /// All of it.
        public var description: String { [mesh, mode, part].filter { !$0.isEmpty }.joined(separator: " ") }
    }

    /// What was measured.
    public var key: Key
    /// The endpoints that the assignments stand for, for every proxy anew.
    public var endpoints: Int
    /// The assignments.
    public var assignments: Int
    /// The times; nil when only memory was looked at.
    public var times: Times?
    /// Allocations of one repetition; nil where they cannot be counted.
    public var allocations: Int?
    /// The bytes of the assignments.
    public var encodedBytes: Int
    /// The memory that the result takes as long as it is held; nil where that is not known.
    public var keptBytes: Int?
    /// The resident memory of the whole process afterwards; nil where that is not known.
    public var residentBytes: Int?

    /// Makes a measurement.
    public init(
        key: Key,
        endpoints: Int,
        assignments: Int,
        times: Times?,
        allocations: Int?,
        encodedBytes: Int,
        keptBytes: Int?,
        residentBytes: Int? = nil
    ) {
        self.key = key
        self.endpoints = endpoints
        self.assignments = assignments
        self.times = times
        self.allocations = allocations
        self.encodedBytes = encodedBytes
        self.keptBytes = keptBytes
        self.residentBytes = residentBytes
    }

    init(key: Key, endpoints: Int, assignments: Int, _ sample: Sample) {
        self.init(
            key: key,
            endpoints: endpoints,
            assignments: assignments,
            times: sample.median.map { Times(count: sample.times.count, median: $0, least: sample.times.first ?? $0) },
            allocations: sample.allocations?.allocations,
            encodedBytes: sample.bytes,
            keptBytes: sample.keptBytes
        )
    }

    /// A figure for each endpoint; nil without a figure or without endpoints.
    public func perEndpoint(_ figure: Double?) -> Double? {
        endpoints > 0 ? figure.map { $0 / Double(endpoints) } : nil
    }

    /// A figure for each assignment; nil without a figure or without assignments.
    public func perAssignment(_ figure: Double?) -> Double? {
        assignments > 0 ? figure.map { $0 / Double(assignments) } : nil
    }
}
