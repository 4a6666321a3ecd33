internal import NIOCore
internal import Synchronization

/// The push statistics of one state of the mesh, counted on all event loops without a lock.
final class PushStatistics: Sendable {
    private let placed = Atomic<UInt64>(0)
    private let sentCount = Atomic<Int>(0)
    private let acknowledgedCount = Atomic<Int>(0)
    private let rejectedCount = Atomic<Int>(0)
    private let lostCount = Atomic<Int>(0)
    private let byteCount = Atomic<Int>(0)
    /// The nanoseconds from placing the state to the last acknowledgement.
    private let slowest = Atomic<UInt64>(0)

    /// The number of sent responses.
    var sent: Int { sentCount.load(ordering: .relaxed) }
    /// The number of acknowledged responses.
    var acknowledged: Int { acknowledgedCount.load(ordering: .relaxed) }
    /// The number of rejected responses.
    var rejected: Int { rejectedCount.load(ordering: .relaxed) }
    /// The number of responses whose streams ended before a reply.
    var lost: Int { lostCount.load(ordering: .relaxed) }
    /// The number of bytes of all responses.
    var bytes: Int { byteCount.load(ordering: .relaxed) }
    /// The nanoseconds to the last acknowledgement; nil if there is none.
    var nanosecondsToLast: UInt64? {
        let time = slowest.load(ordering: .relaxed)
        return time == 0 ? nil : time
    }

    /// Records that the state was placed.
    func place(at now: NIODeadline) { placed.store(now.uptimeNanoseconds, ordering: .relaxed) }

    func recordSent(bytes: Int) {
        sentCount.wrappingAdd(1, ordering: .relaxed)
        byteCount.wrappingAdd(bytes, ordering: .relaxed)
    }

    /// Records that a response of the state was acknowledged.
    ///
    /// - Returns: the nanoseconds since the state was placed.
    func recordAcknowledged(at now: NIODeadline) -> Int64 {
        acknowledgedCount.wrappingAdd(1, ordering: .relaxed)
        let start = placed.load(ordering: .relaxed)
        let time = now.uptimeNanoseconds > start ? now.uptimeNanoseconds - start : 1
        slowest.max(time, ordering: .relaxed)
        return Int64(clamping: time)
    }

    func recordRejected() { rejectedCount.wrappingAdd(1, ordering: .relaxed) }

    func recordLost() { lostCount.wrappingAdd(1, ordering: .relaxed) }
}
