/// One figure of a distribution.
public enum Percentile: Hashable, Sendable {
    /// The minimum.
    case minimum
    /// The mean.
    case mean
    /// The value that a percentage of measurements does not exceed.
    case percent(Double)
    /// The maximum.
    case maximum

    /// The columns of a report, up to p99.99.
    static let columns: [Percentile] = [
        .minimum, .mean, .percent(50), .percent(90), .percent(99), .percent(99.9), .percent(99.99), .maximum,
    ]

    /// Parses `min`, `mean`, `p50`, `p99.9` or `max`.
    init?(_ text: some StringProtocol) {
        switch text {
        case "min": self = .minimum
        case "mean": self = .mean
        case "max": self = .maximum
        default:
            guard text.hasPrefix("p"), let percent = Double(text.dropFirst()), (0...100).contains(percent) else {
                return nil
            }
            self = .percent(percent)
        }
    }

    /// The text form.
    var name: String {
        switch self {
        case .minimum: "min"
        case .mean: "mean"
        case .percent(let percent) where percent == percent.rounded(): "p\(Int(percent))"
        case .percent(let percent): "p\(percent)"
        case .maximum: "max"
        }
    }

    /// Returns the figure in nanoseconds, or `nil` for an empty histogram.
    func nanoseconds(of histogram: LatencyHistogram) -> Int64? {
        switch self {
        case .minimum: histogram.nanoseconds(atPercentile: 0)
        case .mean: histogram.meanNanoseconds
        case .percent(let percent): histogram.nanoseconds(atPercentile: percent)
        case .maximum: histogram.nanoseconds(atPercentile: 100)
        }
    }
}
