/// The outcome of a run: all that is needed to show it again, to judge it, and to compare it with others.
public struct LoadReport: Sendable {
    /// The program that made the load, with its version.
    public var program: String
    /// When it began, in seconds since 1970.
    public var startedAt: Int64
    /// The plan as pairs of option and value.
    public var plan: [(name: String, value: String)]
    /// The machine.
    public var host: HostDescription
    /// The length of the measured part, in nanoseconds.
    public var measuredTime: Int64
    /// All that was counted.
    public var counters: [Counter: UInt64]
    /// All times.
    public var latencies: [Latency: LatencyHistogram]
    /// What the server used; nil when the run did not start it.
    public var server: ProcessUsage?
    /// What the clients used.
    public var generator: ProcessUsage
    /// What went wrong with the run itself.
    public var remarks: [String]

    /// A count; 0 when it never happened.
    public subscript(counter: Counter) -> UInt64 { counters[counter] ?? 0 }

    /// Times; empty when there are none.
    public subscript(latency: Latency) -> LatencyHistogram { latencies[latency] ?? LatencyHistogram() }
}
