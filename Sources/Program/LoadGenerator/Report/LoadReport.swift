/// The outcome of a run: the data to print it, to check it, and to compare it with others.
public struct LoadReport: Sendable {
    /// The name and version of the program.
    public var program: String
    /// The start time, in seconds since 1970.
    public var startedAt: Int64
    /// The plan as pairs of option and value.
    public var plan: [(name: String, value: String)]
    /// The machine.
    public var host: HostDescription
    /// The length of the measured part, in nanoseconds.
    public var measuredTime: Int64
    /// The counters.
    public var counters: [Counter: UInt64]
    /// The latencies.
    public var latencies: [Latency: LatencyHistogram]
    /// The usage of the server, or `nil` if the run did not start it.
    public var server: ProcessUsage?
    /// The usage of the clients.
    public var generator: ProcessUsage
    /// Problems of the run itself.
    public var remarks: [String]

    /// The value of a counter; 0 if it was never incremented.
    public subscript(counter: Counter) -> UInt64 { counters[counter] ?? 0 }

    /// The histogram of a latency; empty without measurements.
    public subscript(latency: Latency) -> LatencyHistogram { latencies[latency] ?? LatencyHistogram() }
}
