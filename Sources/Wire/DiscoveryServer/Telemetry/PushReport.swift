internal import NIOCore
internal import Synchronization

/// What one state of the mesh brought about, as it stands now.
public struct PushReport: Hashable, Sendable {
    /// The number of the state; the first one is 1.
    public let number: Int
    /// When it was put in place, in milliseconds since 1970.
    public let time: Int64
    /// Why there is another state than before.
    public let reason: String
    /// How many hosts it may have changed; nil for all.
    public let changedHosts: Int?
    /// Responses that were sent because of it.
    ///
    /// What had to wait for an acknowledgement counts with the first state that it waited for.
    public let sent: Int
    /// Those that were acknowledged.
    public let acknowledged: Int
    /// Those that were refused.
    public let rejected: Int
    /// Those whose streams ended first.
    public let lost: Int
    /// Bytes of the responses.
    public let bytes: Int
    /// Nanoseconds from putting it in place to the last acknowledgement so far; nil without one.
    public let nanosecondsToLastAcknowledgement: UInt64?
}

/// The last states of the mesh, and what became of each; safe to use from any thread.
final class PushLedger: Sendable {
    private struct Entry {
        let number: Int
        let time: Int64
        let reason: String
        let changedHosts: Int?
        let record: StateRecord
    }

    private struct State {
        var count = 0
        var entries: CircularBuffer<Entry> = []
    }

    /// States that are remembered.
    static let depth = 200

    private let state = Mutex(State())

    /// Adds a state.
    ///
    /// - Parameters:
    ///   - time: milliseconds since 1970.
    ///   - changedHosts: how many hosts it may have changed; nil for all.
    /// - Returns: its number.
    @discardableResult
    func add(_ record: StateRecord, at time: Int64, because reason: String, changedHosts: Int?) -> Int {
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

    /// The newest first.
    var reports: [PushReport] {
        state.withLock { Array($0.entries) }.reversed().map { entry in
            PushReport(
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
