internal import NIOCore

/// The course of one connection of HTTP/1.1 as a pure state machine over the time it is told (XP-H56, XP-B11).
///
/// One request is read, answered and written at a time; what a client sends meanwhile waits for its turn.
struct HTTP1Course {
    struct Limits {
        /// From accepting to the first head, and from the first byte of a later head to its end.
        var head: TimeAmount?
        /// From a head to the end of its body.
        var body: TimeAmount?
        /// Between an answer and the next request.
        var idle: TimeAmount?
        /// From an answer to its last byte in the socket.
        var writing: TimeAmount?
        /// Longest body in bytes.
        var bodyLength: Int
    }

    enum Phase: Hashable {
        case awaitingHead
        case receivingHead
        case receivingBody
        /// The request is complete and its answer is not there yet; this may take as long as it likes.
        case answering
        case writing
        /// Everything was written and the sending side is shut; input is thrown away until the peer closes.
        case lingering
    }

    enum Expiry: Hashable {
        case close
        /// The request did not come in time.
        case refuse(HTTP1Refusal)
    }

    /// How long after our last byte the peer may take to close.
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

    /// Whether parts of a next request have to wait.
    var isBusy: Bool { phase == .answering || phase == .writing }

    /// Whether the answer is the last one of the connection.
    var isLast: Bool { isDraining || !keepsAlive }

    mutating func receivedBytes(at now: NIODeadline) {
        guard phase == .awaitingHead else { return }
        phase = .receivingHead
        if !isFirst { since = now }
    }

    /// Begins a request.
    ///
    /// - Throws: ``HTTP1Refusal`` for a body that is announced as too long.
    mutating func receivedHead(_ request: HTTP1Request, at now: NIODeadline) throws(HTTP1Refusal) {
        enter(.receivingBody, at: now)
        isFirst = false
        bodyLength = 0
        keepsAlive = request.keepsAlive
        try check(request.bodyLength ?? 0)
    }

    /// Adds to the body.
    ///
    /// - Throws: ``HTTP1Refusal`` when it has become too long.
    mutating func receivedBody(bytes: Int) throws(HTTP1Refusal) {
        bodyLength += bytes
        try check(bodyLength)
    }

    mutating func receivedEnd(at now: NIODeadline) { enter(.answering, at: now) }

    /// The answer is handed to the channel.
    mutating func answered(at now: NIODeadline) { enter(.writing, at: now) }

    /// A refusal is handed to the channel, whatever the client still has to say.
    mutating func refused(at now: NIODeadline) {
        keepsAlive = false
        enter(.writing, at: now)
    }

    /// The last byte of the answer is in the socket: what follows is in ``phase``.
    mutating func written(at now: NIODeadline) { enter(isLast ? .lingering : .awaitingHead, at: now) }

    /// Begins the graceful end; whether the connection may be closed at once.
    mutating func drain() -> Bool {
        isDraining = true
        return phase == .awaitingHead
    }

    /// When ``expiry(at:)`` has something to say at the earliest.
    var deadline: NIODeadline? { limit.map { since + $0 } }

    /// What follows from the passing of time, if anything.
    func expiry(at now: NIODeadline) -> Expiry? {
        guard let deadline, deadline <= now else { return nil }
        switch phase {
        case .receivingHead: return .refuse(HTTP1Refusal(408, "expected the head of the request sooner"))
        case .receivingBody: return .refuse(HTTP1Refusal(408, "expected the body of the request sooner"))
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

    private func check(_ length: Int) throws(HTTP1Refusal) {
        guard length <= limits.bodyLength else {
            throw HTTP1Refusal(413, "expected a body of at most \(limits.bodyLength) bytes")
        }
    }

    private mutating func enter(_ next: Phase, at now: NIODeadline) {
        phase = next
        since = now
    }
}

extension HTTP1Course.Limits {
    init(_ configuration: GRPCServerConfiguration) {
        self.init(
            head: configuration.firstRequestTimeout,
            body: configuration.firstMessageTimeout,
            idle: configuration.http1IdleTimeout,
            writing: configuration.writeStallTimeout,
            bodyLength: configuration.maxBodyLength
        )
    }
}
