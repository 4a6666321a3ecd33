internal import NIOCore
internal import Synchronization

/// The push statistics of one state of the mesh, as of now.
public struct PushSummary: Hashable, Sendable {
    /// The number of the state; the first one is 1.
    public let number: Int
    /// The time when it was placed, in milliseconds since 1970.
    public let time: Int64
    /// The reason for the state.
    public let reason: String
    /// The number of hosts that may have changed; nil for all.
    public let changedHosts: Int?
    /// The number of responses that it caused.
    ///
    /// A response delayed by an acknowledgement counts for the first state that it waited for.
    public let sent: Int
    /// The number of acknowledged responses.
    public let acknowledged: Int
    /// The number of rejected responses.
    public let rejected: Int
    /// The number of responses whose streams ended first.
    public let lost: Int
    /// The number of bytes of the responses.
    public let bytes: Int
    /// The nanoseconds from placing the state to the last acknowledgement so far; nil without one.
    public let nanosecondsToLastAcknowledgement: UInt64?
}

/// The last states of the mesh with their push statistics; safe to use from any thread.
final class PushLedger: Sendable {
    private struct Entry {
        let number: Int
        let time: Int64
        let reason: String
        let changedHosts: Int?
        let record: PushStatistics
    }

    private struct State {
        var count = 0
        var entries: CircularBuffer<Entry> = []
    }

    /// The number of states that are kept.
    static let depth = 200

    private let state = Mutex(State())

    /// Adds a state.
    ///
    /// - Parameters:
    /// - time: the time in milliseconds since 1970.
    /// - changedHosts: the number of hosts that may have changed; nil for all.
    /// - Returns: the number of the state.
    @discardableResult
    func add(_ record: PushStatistics, at time: Int64, because reason: String, changedHosts: Int?) -> Int {
        state.withLock { state in
            state.count += 1
            if state.entries.count == Self.depth { state.entries.removeFirst() }
            state.entries.append(
                Entry(
                    number: state.count,
                    time: time,
                    reason: reason,
                    changedHosts: changedHosts,
                    record: record
                )
            )
            return state.count
        }
    }

    /// The reports, the newest first.
    var reports: [PushSummary] {
        state.withLock { Array($0.entries) }.reversed().map { entry in
            PushSummary(
                number: entry.number,
                time: entry.time,
                reason: entry.reason,
                changedHosts: entry.changedHosts,
                sent: entry.record.sent,
                acknowledged: entry.record.acknowledged,
                rejected: entry.record.rejected,
                lost: entry.record.lost,
                bytes: entry.record.bytes,
                nanosecondsToLastAcknowledgement: entry.record.nanosecondsToLast
            )
        }
    }
}
