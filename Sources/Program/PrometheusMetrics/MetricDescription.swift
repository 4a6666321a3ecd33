/// The description of a metric, with the buckets if it is a histogram.
public struct MetricDescription: Hashable, Sendable {
    /// The exposed name with its unit: `_total` for counters, `_seconds`, `_bytes`.
    public let name: String
    /// The help text, one sentence.
    public let help: String
    /// The upper bounds of a histogram's buckets, ascending; by default those for durations of requests.
    public let buckets: [Double]

    /// Makes a description.
    public init(_ name: String, _ help: String, buckets: [Double] = Self.seconds) {
        self.name = name
        self.help = help
        self.buckets = buckets
    }

    /// The bounds from a tenth of a millisecond to a minute.
    public static let seconds: [Double] = [
        0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]

    /// The bounds from 256 bytes to 16 MiB.
    public static let bytes: [Double] = [256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216]
}
