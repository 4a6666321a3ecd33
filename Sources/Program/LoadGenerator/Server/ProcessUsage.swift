/// The usage of a process during a run.
public struct ProcessUsage: Hashable, Sendable {
    /// Samples in order of time.
    public var samples: [ProcessSample]

    /// Makes a usage from samples.
    public init(samples: [ProcessSample]) { self.samples = samples }

    /// Processor time from the first sample to the last, in nanoseconds.
    public var processorTime: Int64 { (samples.last?.processorTime ?? 0) - (samples.first?.processorTime ?? 0) }

    /// The average number of busy cores, or `nil` if there is no time between the first and the last sample.
    public var cores: Double? {
        guard let first = samples.first, let last = samples.last, last.time > first.time else { return nil }
        return Double(processorTime) / Double(last.time - first.time)
    }

    /// The maximum resident memory of all samples, in bytes.
    public var peakResidentBytes: UInt64 { samples.map(\.residentBytes).max() ?? 0 }
}
