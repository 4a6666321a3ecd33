/// What people are told of a metric, and the buckets of one that is a histogram.
public struct MetricDescription: Hashable, Sendable {
    /// The name as it is shown, with its unit: `_total` for counters, `_seconds`, `_bytes`.
    public let name: String
    /// One sentence.
    public let help: String
    /// The upper bounds of a histogram's buckets, ascending; those of requests within seconds by default.
    public let buckets: [Double]

    /// Describes a metric.
    public init(_ name: String, _ help: String, buckets: [Double] = Self.seconds) {
        self.name = name
        self.help = help
        self.buckets = buckets
    }

    /// From a tenth of a millisecond to a minute.
    public static let seconds: [Double] = [
        0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]

    /// From 256 bytes to 16 MiB.
    public static let bytes: [Double] = [256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216]
}
