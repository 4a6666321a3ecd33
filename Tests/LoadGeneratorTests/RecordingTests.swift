import Testing

@testable import LoadGenerator

@Suite("Recordings of several loops")
struct RecordingTests {
    @Test("Merged recordings add up counts, times and receipts")
    func merges() throws {
        var left = Recording(changes: 3, stallAfter: 1_000_000)
        var right = Recording(changes: 3, stallAfter: 1_000_000)
        left[.acks] = 2
        right[.acks] = 3
        left.recordFirst(nanoseconds: 5_000)
        right.recordReceipt(of: 2, intended: 1_000, at: 501_000)
        left.recordReceipt(of: 2, intended: 1_000, at: 901_000)
        left.add(right)
        #expect(left[.acks] == 5)
        #expect(left[.receipts] == 2)
        #expect(left.connectToFirst.count == 1)
        #expect(left.changeToReceipt.count == 2)
        let receipts = try #require(left.receipts(of: 2))
        #expect(receipts.count == 2)
        #expect(receipts.last == 901_000)
        #expect(left.receipts(of: 1) == nil)
    }

    @Test("A latency above the stall time is a stall")
    func stalls() {
        var recording = Recording(changes: 1, stallAfter: 1_000_000)
        recording.recordFirst(nanoseconds: 1_000_000)
        recording.recordReceipt(of: 1, intended: 0, at: 999_000)
        #expect(recording[.stalls] == 0)
        recording.recordFirst(nanoseconds: 1_000_001)
        recording.recordReceipt(of: 1, intended: 0, at: 2_000_000)
        #expect(recording[.stalls] == 2)
    }

    @Test("A change that is not in the schedule is not recorded", arguments: [-1, 4, Marker.maximum])
    func unknownChange(index: Int) {
        var recording = Recording(changes: 3, stallAfter: 1)
        recording.recordReceipt(of: index, intended: 0, at: 10)
        #expect(recording[.receipts] == 0)
        #expect(recording.changeToReceipt.count == 0)
    }

    @Test("The spread of content is from its first to its last receipt in any loop")
    func spread() {
        var left = Recording(changes: 0, stallAfter: 1)
        var right = Recording(changes: 0, stallAfter: 1)
        left.recordContent(7, at: 10_000)
        right.recordContent(7, at: 50_000)
        right.recordContent(8, at: 90_000)
        left.add(right)
        #expect(left.spread.count == 1)
        #expect(left.spread.nanoseconds(atPercentile: 100) == 40_000)
    }
}

@Suite("Latency histogram")
struct LatencyHistogramTests {
    @Test("An empty histogram has no figures")
    func empty() {
        let histogram = LatencyHistogram()
        #expect(Percentile.columns.allSatisfy { $0.nanoseconds(of: histogram) == nil })
        #expect(histogram.buckets.isEmpty)
    }

    @Test("Percentiles ascend, and are exact to a thousandth")
    func percentiles() throws {
        var histogram = LatencyHistogram()
        for microseconds in 1...10_000 { histogram.record(nanoseconds: Int64(microseconds) * 1_000) }
        let figures = try [0, 50, 90, 99, 99.9, 99.99, 100].map {
            try #require(histogram.nanoseconds(atPercentile: $0))
        }
        #expect(figures == figures.sorted())
        #expect(abs(figures[1] - 5_000_000) <= 5_000)
        #expect(abs(figures[3] - 9_900_000) <= 9_900)
        #expect(figures[0] == 1_000)
        #expect(figures[6] >= 9_990_000)
    }

    @Test("Negative durations count as zero, and very long ones as an hour")
    func extremes() {
        var histogram = LatencyHistogram()
        histogram.record(nanoseconds: -5)
        histogram.record(nanoseconds: .max)
        #expect(histogram.count == 2)
        #expect(histogram.nanoseconds(atPercentile: 0) == 0)
        #expect((histogram.nanoseconds(atPercentile: 100) ?? 0) >= 3_596_000_000_000)
    }

    @Test("Buckets restore the histogram")
    func buckets() {
        var histogram = LatencyHistogram()
        for value in [3, 999, 12_345, 12_345, 987_654_321] as [Int64] { histogram.record(nanoseconds: value * 1_000) }
        let restored = LatencyHistogram(buckets: histogram.buckets)
        #expect(restored.count == histogram.count)
        #expect(
            Percentile.columns.dropFirst(2).dropLast().map { $0.nanoseconds(of: restored) }
                == Percentile.columns.dropFirst(2).dropLast().map { $0.nanoseconds(of: histogram) }
        )
        #expect(restored.buckets.map(\.microseconds) == histogram.buckets.map(\.microseconds))
    }
}
