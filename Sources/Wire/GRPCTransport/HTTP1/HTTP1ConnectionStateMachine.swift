internal import NIOCore

/// One HTTP/1.1 connection as a pure state machine over the time passed in (XP-H56, XP-B11).
///
/// One request is read, answered and written at a time; further requests from the client wait.
struct HTTP1ConnectionStateMachine {
    struct Limits {
        /// The time from accepting to the first head, and from the first byte of a later head to its end.
        var head: TimeAmount?
        /// The time from a head to the end of its body.
        var body: TimeAmount?
        /// The time between a response and the next request.
        var idle: TimeAmount?
        /// The time from a response to its last byte in the socket.
        var writing: TimeAmount?
        /// The longest body in bytes.
        var bodyLength: Int
    }

    enum Phase: Hashable {
        case awaitingHead
        case receivingHead
        case receivingBody
        /// The request is complete and its response is pending; this phase has no time limit.
        case answering
        case writing
        /// Everything was written and the sending side is closed; input is discarded until the peer closes.
        case lingering
    }

    enum Expiry: Hashable {
        case close
        /// The request did not arrive in time.
        case refuse(HTTP1RequestError)
    }

    /// The time that the peer has to close after our last byte.
    private static let lingerTime = TimeAmount.seconds(1)

    private let limits: Limits
    private(set) var phase = Phase.awaitingHead
    private var since: NIODeadline
    private var isFirst = true
    private var bodyLength = 0
    private var keepsAlive = true
    private(set) var isDraining = false

    init(limits: Limits, openedAt: NIODeadline) {
        self.limits = limits
        since = openedAt
    }

    /// A Boolean value that indicates whether parts of a next request have to wait.
    var isBusy: Bool { phase == .answering || phase == .writing }

    /// A Boolean value that indicates whether the response is the last one of the connection.
    var isLast: Bool { isDraining || !keepsAlive }

    mutating func receivedBytes(at now: NIODeadline) {
        guard phase == .awaitingHead else { return }
        phase = .receivingHead
        if !isFirst { since = now }
    }

    /// Begins a request.
    ///
    /// - Throws: ``HTTP1RequestError`` for a body that is announced as too long.
    mutating func receivedHead(_ request: HTTP1Request, at now: NIODeadline) throws(HTTP1RequestError) {
        enter(.receivingBody, at: now)
        isFirst = false
        bodyLength = 0
        keepsAlive = request.keepsAlive
        try check(request.bodyLength ?? 0)
    }

    /// Adds bytes to the length of the body.
    ///
    /// - Throws: ``HTTP1RequestError`` if the body has become too long.
    mutating func receivedBody(bytes: Int) throws(HTTP1RequestError) {
        bodyLength += bytes
        try check(bodyLength)
    }

    mutating func receivedEnd(at now: NIODeadline) { enter(.answering, at: now) }

    /// Records that the response was handed to the channel.
    mutating func answered(at now: NIODeadline) { enter(.writing, at: now) }

    /// Records that an error response was handed to the channel; further input is ignored.
    mutating func refused(at now: NIODeadline) {
        keepsAlive = false
        enter(.writing, at: now)
    }

    /// Records that the last byte of the response is in the socket; ``phase`` is the next phase.
    mutating func written(at now: NIODeadline) { enter(isLast ? .lingering : .awaitingHead, at: now) }

    /// Begins the graceful end and returns true if the connection may be closed at once.
    mutating func drain() -> Bool {
        isDraining = true
        return phase == .awaitingHead
    }

    /// The earliest time at which ``expiry(at:)`` has a result.
    var deadline: NIODeadline? { limit.map { since + $0 } }

    /// Returns the action that is due at this time, if any.
    func expiry(at now: NIODeadline) -> Expiry? {
        guard let deadline, deadline <= now else { return nil }
        switch phase {
        case .receivingHead: return .refuse(HTTP1RequestError(408, "timed out waiting for request headers"))
        case .receivingBody: return .refuse(HTTP1RequestError(408, "timed out waiting for the request body"))
        case .awaitingHead, .answering, .writing, .lingering: return .close
        }
    }

    private var limit: TimeAmount? {
        switch phase {
        case .awaitingHead: isFirst ? limits.head : limits.idle
        case .receivingHead: limits.head
        case .receivingBody: limits.body
        case .answering: nil
        case .writing: limits.writing
        case .lingering: Self.lingerTime
        }
    }

    private func check(_ length: Int) throws(HTTP1RequestError) {
        guard length <= limits.bodyLength else {
            throw HTTP1RequestError(413, "body too long, expected at most \(limits.bodyLength) bytes")
        }
    }

    private mutating func enter(_ next: Phase, at now: NIODeadline) {
        phase = next
        since = now
    }
}

extension HTTP1ConnectionStateMachine.Limits {
    init(_ configuration: GRPCServerConfiguration) {
        self.init(
            head: configuration.timeouts.firstRequest,
            body: configuration.timeouts.message,
            idle: configuration.timeouts.http1Idle,
            writing: configuration.timeouts.writeStall,
            bodyLength: configuration.limits.maxBodyLength
        )
    }
}
