/// All that one run measured.
public struct BenchReport: Hashable, Sendable {
    /// Where, when and what.
    public var host: BenchHost
    /// The measurements in the order in which they were made.
    public var measurements: [Measurement]

    /// Makes a report.
    public init(host: BenchHost, measurements: [Measurement]) {
        self.host = host
        self.measurements = measurements
    }

    /// A measurement by what it is about.
    public subscript(key: Measurement.Key) -> Measurement? { measurements.first { $0.key == key } }
}
