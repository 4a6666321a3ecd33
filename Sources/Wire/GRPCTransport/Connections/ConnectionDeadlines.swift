internal import NIOCore

/// The timeouts of one connection as a pure state machine over the time passed in (XP-H52, XP-H56, XP-B11).
///
/// One timer serves them all: the owner arms it at ``nextDeadline`` and performs ``actions(at:)`` when it fires. Events
/// only record times, so a busy connection does not touch the timer.
struct ConnectionDeadlines {
    struct Limits {
        var firstRequest: TimeAmount?
        var message: TimeAmount?
        var writeStall: TimeAmount?
        var keepaliveInterval: TimeAmount?
        var keepaliveTimeout: TimeAmount
    }

    enum CloseReason: Hashable {
        case noRequest
        case keepaliveTimeout
        case writeStall
    }

    enum Action: Hashable {
        case sendPing
        case close(CloseReason)
        /// A message of the stream was not complete in time.
        case expireStream(Int32)
        /// Check for streams whose queue has made no progress since this time.
        case checkStreamsUnmoved(since: NIODeadline)
    }

    /// The number of times that the queues are checked within a stall timeout.
    private static let checksPerStallTimeout: Int64 = 4

    private let limits: Limits
    private let openedAt: NIODeadline
    private var hasRequest = false
    private var lastReceived: NIODeadline
    private var pingSent: NIODeadline?
    private var socketBlockedSince: NIODeadline?
    private var nextQueueCheck: NIODeadline?
    /// The deadlines of the streams whose first message, or whose begun message, is not complete.
    private var awaitingStreams: [Int32: NIODeadline] = [:]
    /// The streams in the order of their deadlines, which is the order of their waits; settled ones are skipped.
    private var awaitingOrder: CircularBuffer<(stream: Int32, deadline: NIODeadline)>

    init(limits: Limits, openedAt: NIODeadline) {
        self.limits = limits
        self.openedAt = openedAt
        self.lastReceived = openedAt
        self.awaitingOrder = CircularBuffer(initialCapacity: 2)
    }

    mutating func receivedBytes(at now: NIODeadline) {
        lastReceived = now
        pingSent = nil
    }

    mutating func receivedRequest() {
        hasRequest = true
    }

    /// Records that a stream waits for its first message, or for the rest of one that has begun; a stream that waits
    /// already keeps its deadline.
    mutating func streamAwaitsMessage(_ stream: Int32, at now: NIODeadline) {
        guard let limit = limits.message, awaitingStreams[stream] == nil else { return }
        let deadline = now + limit
        awaitingStreams[stream] = deadline
        awaitingOrder.append((stream, deadline))
        // Messages that come in two parts leave settled waits behind a stream that still waits.
        if awaitingOrder.count > 2 * awaitingStreams.count + 64 {
            awaitingOrder.removeAll { awaitingStreams[$0.stream] != $0.deadline }
        }
    }

    /// Records that the message arrived or that the stream is over.
    mutating func streamSettled(_ stream: Int32) {
        guard awaitingStreams.removeValue(forKey: stream) != nil else { return }
        while let first = awaitingOrder.first, awaitingStreams[first.stream] != first.deadline {
            awaitingOrder.removeFirst()
        }
    }

    /// Records that a write cycle ended with this many bytes left.
    mutating func wrote(socketBlocked: Bool, queuedBytes: Int, at now: NIODeadline) {
        guard let limit = limits.writeStall else { return }
        socketBlockedSince = socketBlocked ? socketBlockedSince ?? now : nil
        if queuedBytes == 0 {
            nextQueueCheck = nil
        } else if nextQueueCheck == nil {
            nextQueueCheck = now + checkInterval(limit)
        }
    }

    /// The earliest time at which ``actions(at:)`` has something to do.
    var nextDeadline: NIODeadline? {
        [firstRequestDeadline, keepaliveDeadline, socketDeadline, nextQueueCheck, awaitingOrder.first?.deadline]
            .compactMap { $0 }
            .min()
    }

    /// Returns the actions that are due.
    mutating func actions(at now: NIODeadline) -> [Action] {
        if let deadline = firstRequestDeadline, deadline <= now { return [.close(.noRequest)] }
        if let deadline = socketDeadline, deadline <= now { return [.close(.writeStall)] }
        var actions: [Action] = []
        if let deadline = keepaliveDeadline, deadline <= now {
            if pingSent != nil { return [.close(.keepaliveTimeout)] }
            pingSent = now
            actions.append(.sendPing)
        }
        if let limit = limits.writeStall, let check = nextQueueCheck, check <= now {
            nextQueueCheck = now + checkInterval(limit)
            actions.append(.checkStreamsUnmoved(since: now - limit))
        }
        while let first = awaitingOrder.first, first.deadline <= now {
            awaitingOrder.removeFirst()
            guard awaitingStreams[first.stream] == first.deadline else { continue }
            awaitingStreams[first.stream] = nil
            actions.append(.expireStream(first.stream))
        }
        return actions
    }

    private var firstRequestDeadline: NIODeadline? {
        hasRequest ? nil : limits.firstRequest.map { openedAt + $0 }
    }

    private var keepaliveDeadline: NIODeadline? {
        guard let interval = limits.keepaliveInterval else { return nil }
        return pingSent.map { $0 + limits.keepaliveTimeout } ?? lastReceived + interval
    }

    private var socketDeadline: NIODeadline? {
        guard let limit = limits.writeStall else { return nil }
        return socketBlockedSince.map { $0 + limit }
    }

    private func checkInterval(_ limit: TimeAmount) -> TimeAmount {
        .nanoseconds(max(1, limit.nanoseconds / Self.checksPerStallTimeout))
    }
}
