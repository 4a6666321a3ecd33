/// What the clients of one event loop have measured and counted; recordings of several loops are merged at the end.
public struct Recording: Sendable {
    private struct Sighting {
        var first: Int64
        var last: Int64
        var count: Int
    }

    /// More different contents than this are not told apart.
    private static let maximumContents = 200_000

    /// From connecting to first assignments.
    public private(set) var connectToFirst = LatencyHistogram()
    /// From changes to receipts.
    public private(set) var changeToReceipt = LatencyHistogram()
    /// From changes to acknowledgements.
    public private(set) var changeToAck = LatencyHistogram()
    private var counts = [UInt64](repeating: 0, count: Counter.allCases.count)
    private var receiptCounts: [Int]
    private var lastReceipts: [Int64]
    private var sightings: [UInt64: Sighting] = [:]
    private let stallAfter: Int64

    /// Makes an empty recording.
    ///
    /// - Parameters:
    ///   - changes: how many changes the schedule has.
    ///   - stallAfter: the time from which something is a stall, in nanoseconds.
    public init(changes: Int, stallAfter: Int64) {
        receiptCounts = Array(repeating: 0, count: changes + 1)
        lastReceipts = Array(repeating: .min, count: changes + 1)
        self.stallAfter = stallAfter
    }

    /// A count.
    public subscript(counter: Counter) -> UInt64 {
        get { counts[Self.position(counter)] }
        set { counts[Self.position(counter)] = newValue }
    }

    /// Adds a first assignment.
    public mutating func recordFirst(nanoseconds: Int64) {
        connectToFirst.record(nanoseconds: nanoseconds)
        if nanoseconds > stallAfter { self[.stalls] += 1 }
    }

    /// Adds a receipt of a change.
    ///
    /// - Parameters:
    ///   - index: the number of the change.
    ///   - intended: when it was to be made, on the clock of `now`, in nanoseconds.
    public mutating func recordReceipt(of index: Int, intended: Int64, at now: Int64) {
        guard receiptCounts.indices.contains(index) else { return }
        changeToReceipt.record(nanoseconds: now - intended)
        receiptCounts[index] += 1
        lastReceipts[index] = max(lastReceipts[index], now)
        self[.receipts] += 1
        if now - intended > stallAfter { self[.stalls] += 1 }
    }

    /// Adds an acknowledgement of so many changes.
    public mutating func recordAck(intended: Int64, at now: Int64) {
        changeToAck.record(nanoseconds: now - intended)
    }

    /// Adds the receipt of content that no change of the run explains.
    public mutating func recordContent(_ content: UInt64, at now: Int64) {
        if var known = sightings[content] {
            known.last = max(known.last, now)
            known.count += 1
            sightings[content] = known
        } else if sightings.count < Self.maximumContents {
            sightings[content] = Sighting(first: now, last: now, count: 1)
        }
    }

    /// How many subscriptions received a change, and when the last one did; nil when none did.
    public func receipts(of index: Int) -> (count: Int, last: Int64)? {
        guard receiptCounts.indices.contains(index), receiptCounts[index] > 0 else { return nil }
        return (receiptCounts[index], lastReceipts[index])
    }

    /// The times from the first to the last receipt of every content that came more than once.
    public var spread: LatencyHistogram {
        var result = LatencyHistogram()
        for sighting in sightings.values where sighting.count > 1 {
            result.record(nanoseconds: sighting.last - sighting.first)
        }
        return result
    }

    /// Adds all of another recording of the same schedule.
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
