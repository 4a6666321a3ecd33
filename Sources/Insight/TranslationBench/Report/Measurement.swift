/// The result of one mode on one mesh.
public struct Measurement: Hashable, Sendable {
    /// The processor times of the repetitions, in nanoseconds.
    public struct Times: Hashable, Sendable {
        /// The number of repetitions.
        public var count: Int
        /// The median.
        public var median: Double
        /// The minimum.
        public var least: Double

        /// Makes times.
        public init(count: Int, median: Double, least: Double) {
            self.count = count
            self.median = median
            self.least = least
        }
    }

    /// The key that identifies a measurement in every report.
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

        /// The parts of the key, separated by spaces.
        public var description: String { [mesh, mode, part].filter { !$0.isEmpty }.joined(separator: " ") }
    }

    /// The key.
    public var key: Key
    /// The number of endpoints that the assignments represent, counted for every proxy.
    public var endpoints: Int
    /// The number of assignments.
    public var assignments: Int
    /// The times, or `nil` if only memory was measured.
    public var times: Times?
    /// The allocations of one repetition, or `nil` where they cannot be counted.
    public var allocations: Int?
    /// The bytes of the assignments.
    public var encodedBytes: Int
    /// The memory that the result occupies while it is held, or `nil` where it is unknown.
    public var keptBytes: Int?
    /// The resident memory of the whole process afterwards, or `nil` where it is unknown.
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

    /// Returns a figure per endpoint, or `nil` without a figure or without endpoints.
    public func perEndpoint(_ figure: Double?) -> Double? {
        endpoints > 0 ? figure.map { $0 / Double(endpoints) } : nil
    }

    /// Returns a figure per assignment, or `nil` without a figure or without assignments.
    public func perAssignment(_ figure: Double?) -> Double? {
        assignments > 0 ? figure.map { $0 / Double(assignments) } : nil
    }
}
