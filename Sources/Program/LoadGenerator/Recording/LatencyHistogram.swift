internal import Histogram

/// A histogram of durations with three significant digits, from a microsecond to an hour; longer ones count as an hour.
public struct LatencyHistogram: Sendable, Equatable {
    private static let longest: UInt64 = 3_600_000_000
    private var histogram = Histogram<UInt64>(
        lowestDiscernibleValue: 1,
        highestTrackableValue: Self.longest,
        numberOfSignificantValueDigits: .three
    )

    /// Makes an empty histogram.
    public init() {}

    /// Restores a histogram from ``buckets``.
    public init(buckets: [(microseconds: UInt64, count: UInt64)]) {
        for (value, count) in buckets { histogram.record(min(value, Self.longest), count: count) }
    }

    /// Records a duration; a negative one, which differences between two clock readings can give, counts as zero.
    public mutating func record(nanoseconds: Int64, count: UInt64 = 1) {
        histogram.record(min(UInt64(max(0, nanoseconds)) / 1_000, Self.longest), count: count)
    }

    /// Adds all durations of another histogram.
    public mutating func add(_ other: LatencyHistogram) { histogram.add(other.histogram) }

    /// The number of durations.
    public var count: UInt64 { histogram.totalCount }

    /// Returns the duration at a percentile of 0 to 100, in nanoseconds, or `nil` if the histogram is empty.
    public func nanoseconds(atPercentile percentile: Double) -> Int64? {
        count == 0 ? nil : Int64(histogram.valueAtPercentile(percentile)) * 1_000
    }

    /// The mean in nanoseconds, or `nil` if the histogram is empty.
    public var meanNanoseconds: Int64? { count == 0 ? nil : Int64(histogram.mean * 1_000) }

    /// The contents: values with their counts, ascending; the minimum and the maximum are exact.
    public var buckets: [(microseconds: UInt64, count: UInt64)] {
        var result = histogram.recordedValues().map { (microseconds: $0.value, count: $0.count) }
        guard let first = result.first, let last = result.indices.last else { return [] }
        result[last].microseconds = min(result[last].microseconds, histogram.maxRecorded)
        let least = histogram.valueAtPercentile(0)
        guard least < result[0].microseconds else { return result }
        if first.count > 1 {
            result[0].count -= 1
            result.insert((least, 1), at: 0)
        } else {
            result[0].microseconds = least
        }
        return result
    }
}
