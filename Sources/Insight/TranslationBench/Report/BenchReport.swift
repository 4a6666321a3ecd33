/// All measurements of one run.
public struct BenchReport: Hashable, Sendable {
    /// The machine, time and program.
    public var host: BenchHost
    /// The measurements in the order of their execution.
    public var measurements: [Measurement]

    /// Makes a report.
    public init(host: BenchHost, measurements: [Measurement]) {
        self.host = host
        self.measurements = measurements
    }

    /// The measurement with a key.
    public subscript(key: Measurement.Key) -> Measurement? { measurements.first { $0.key == key } }
}
