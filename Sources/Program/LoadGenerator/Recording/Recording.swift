/// The measurements and counts of one event loop's clients; recordings of several loops are merged at the end.
public struct Recording: Sendable {
    private struct Sighting {
        var first: Int64
        var last: Int64
        var count: Int
    }

    /// The maximum number of different contents to distinguish.
    private static let maximumContents = 200_000

    /// The latencies from connecting to first assignments.
    public private(set) var connectToFirst = LatencyHistogram()
    /// The latencies from changes to receipts.
    public private(set) var changeToReceipt = LatencyHistogram()
    /// The latencies from changes to acknowledgements.
    public private(set) var changeToAck = LatencyHistogram()
    private var counts = [UInt64](repeating: 0, count: Counter.allCases.count)
    private var receiptCounts: [Int]
    private var lastReceipts: [Int64]
    private var sightings: [UInt64: Sighting] = [:]
    private let stallAfter: Int64

    /// Makes an empty recording.
    ///
    /// - Parameters:
    ///   - changes: the number of changes in the schedule.
    ///   - stallAfter: the latency from which a receipt is a stall, in nanoseconds.
    public init(changes: Int, stallAfter: Int64) {
        receiptCounts = Array(repeating: 0, count: changes + 1)
        lastReceipts = Array(repeating: .min, count: changes + 1)
        self.stallAfter = stallAfter
    }

    /// The value of a counter.
    public subscript(counter: Counter) -> UInt64 {
        get { counts[Self.position(counter)] }
        set { counts[Self.position(counter)] = newValue }
    }

    /// Records a first assignment.
    public mutating func recordFirst(nanoseconds: Int64) {
        connectToFirst.record(nanoseconds: nanoseconds)
        if nanoseconds > stallAfter { self[.stalls] += 1 }
    }

    /// Records a receipt of a change.
    ///
    /// - Parameters:
    ///   - index: the number of the change.
    ///   - intended: the scheduled time, on the clock of `now`, in nanoseconds.
    public mutating func recordReceipt(of index: Int, intended: Int64, at now: Int64) {
        guard receiptCounts.indices.contains(index) else { return }
        changeToReceipt.record(nanoseconds: now - intended)
        receiptCounts[index] += 1
        lastReceipts[index] = max(lastReceipts[index], now)
        self[.receipts] += 1
        if now - intended > stallAfter { self[.stalls] += 1 }
    }

    /// Records an acknowledgement of a change.
    public mutating func recordAck(intended: Int64, at now: Int64) {
        changeToAck.record(nanoseconds: now - intended)
    }

    /// Records the receipt of content that no change of the run explains.
    public mutating func recordContent(_ content: UInt64, at now: Int64) {
        if var known = sightings[content] {
            known.last = max(known.last, now)
            known.count += 1
            sightings[content] = known
        } else if sightings.count < Self.maximumContents {
            sightings[content] = Sighting(first: now, last: now, count: 1)
        }
    }

    /// Returns the number of receipts of a change and the time of the last one, or `nil` without receipts.
    public func receipts(of index: Int) -> (count: Int, last: Int64)? {
        guard receiptCounts.indices.contains(index), receiptCounts[index] > 0 else { return nil }
        return (receiptCounts[index], lastReceipts[index])
    }

    /// The times from the first to the last receipt of every content that was received more than once.
    public var spread: LatencyHistogram {
        var result = LatencyHistogram()
        for sighting in sightings.values where sighting.count > 1 {
            result.record(nanoseconds: sighting.last - sighting.first)
        }
        return result
    }

    /// Adds another recording of the same schedule.
    public mutating func add(_ other: Recording) {
        connectToFirst.add(other.connectToFirst)
        changeToReceipt.add(other.changeToReceipt)
        changeToAck.add(other.changeToAck)
        for index in counts.indices { counts[index] += other.counts[index] }
        for index in receiptCounts.indices where other.receiptCounts.indices.contains(index) {
            receiptCounts[index] += other.receiptCounts[index]
            lastReceipts[index] = max(lastReceipts[index], other.lastReceipts[index])
        }
        for (content, sighting) in other.sightings {
            guard let known = sightings[content] else {
                sightings[content] = sighting
                continue
            }
            sightings[content] = Sighting(
                first: min(known.first, sighting.first),
                last: max(known.last, sighting.last),
                count: known.count + sighting.count
            )
        }
    }

    private static func position(_ counter: Counter) -> Int {
        positions[counter] ?? 0
    }

    private static let positions = Dictionary(
        uniqueKeysWithValues: Counter.allCases.enumerated().map { ($0.element, $0.offset) }
    )
}
