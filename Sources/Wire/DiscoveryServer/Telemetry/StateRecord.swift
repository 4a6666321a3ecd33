internal import NIOCore
internal import Synchronization

/// What one state of the mesh brought about on the streams; counted on all event loops without a lock.
final class StateRecord: Sendable {
    private let placed = Atomic<UInt64>(0)
    private let sentCount = Atomic<Int>(0)
    private let acknowledgedCount = Atomic<Int>(0)
    private let rejectedCount = Atomic<Int>(0)
    private let lostCount = Atomic<Int>(0)
    private let byteCount = Atomic<Int>(0)
    /// Nanoseconds from placing it to the last acknowledgement.
    private let slowest = Atomic<UInt64>(0)

    /// Sent responses.
    var sent: Int { sentCount.load(ordering: .relaxed) }
    /// Acknowledged responses.
    var acknowledged: Int { acknowledgedCount.load(ordering: .relaxed) }
    /// Refused responses.
    var rejected: Int { rejectedCount.load(ordering: .relaxed) }
    /// Responses whose streams ended before an answer came.
    var lost: Int { lostCount.load(ordering: .relaxed) }
    /// Bytes of all responses.
    var bytes: Int { byteCount.load(ordering: .relaxed) }
    /// Nanoseconds to the last acknowledgement; nil as long as there is none.
    var nanosecondsToLast: UInt64? {
        let time = slowest.load(ordering: .relaxed)
        return time == 0 ? nil : time
    }

    /// The state is in place from now on.
    func place(at now: NIODeadline) { placed.store(now.uptimeNanoseconds, ordering: .relaxed) }

    func noteSent(bytes: Int) {
        sentCount.wrappingAdd(1, ordering: .relaxed)
        byteCount.wrappingAdd(bytes, ordering: .relaxed)
    }

    /// A response of the state was acknowledged.
    ///
    /// - Returns: nanoseconds since the state was put in place.
    func noteAcknowledged(at now: NIODeadline) -> Int64 {
        acknowledgedCount.wrappingAdd(1, ordering: .relaxed)
        let start = placed.load(ordering: .relaxed)
        let time = now.uptimeNanoseconds > start ? now.uptimeNanoseconds - start : 1
        slowest.max(time, ordering: .relaxed)
        return Int64(clamping: time)
    }

    func noteRejected() { rejectedCount.wrappingAdd(1, ordering: .relaxed) }

    func noteLost() { lostCount.wrappingAdd(1, ordering: .relaxed) }
}
