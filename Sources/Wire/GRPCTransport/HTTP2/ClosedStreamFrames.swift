internal import NIOCore

/// The handling of DATA and HEADERS frames on streams that are closed, as a pure state machine (RFC 9113, section 5.1).
///
/// A frame may be on its way while this side ends its stream, so frames on such streams are ignored. Every other one is
/// an error of the peer: DATA of the stream, HEADERS of the connection. All are counted, because each costs work.
struct ClosedStreamFrames {
    enum Decision: Hashable {
        /// The frame is no frame on a closed stream, or the peer could not know better.
        case ignore
        /// RST_STREAM with STREAM_CLOSED.
        case reset
        /// GOAWAY with this code.
        case terminate(HTTP2ErrorCode)
    }

    /// The number of streams to remember that this side ended first.
    private static let maximumEnded = 4_096
    /// The number of ranges of skipped identifiers to remember.
    private static let maximumSkipped = 64

    private let burst: Double
    private let ratePerSecond: Double
    private var tokens: Double
    private var refilledAt = NIODeadline.uptimeNanoseconds(0)
    private(set) var lastOpened: Int32 = 0
    /// The streams that were open when this side ended them, the oldest first, and the same as a set.
    private var endedOrder: CircularBuffer<Int32> = []
    private var ended: Set<Int32> = []
    /// The identifiers that the peer passed over, which are closed without ever having been open.
    private var skipped: [ClosedRange<Int32>] = []

    /// Makes the state of a connection without streams.
    ///
    /// - Parameters:
    ///   - burst: the number of frames on closed streams that are accepted at once.
    ///   - ratePerSecond: the number accepted each second afterwards.
    init(burst: Int, ratePerSecond: Int) {
        self.burst = Double(burst)
        self.ratePerSecond = Double(ratePerSecond)
        tokens = self.burst
    }

    /// Records that the peer opened a stream.
    mutating func opened(_ id: Int32) {
        guard id > lastOpened else { return }
        if id > lastOpened + 2, skipped.count < Self.maximumSkipped { skipped.append(lastOpened + 1...id - 1) }
        lastOpened = id
    }

    /// Records that a stream is open, after ``endedHere(_:)`` was called in advance.
    mutating func acceptedRequest(_ id: Int32) {
        guard ended.remove(id) != nil else { return }
        if endedOrder.last == id { endedOrder.removeLast() }
    }

    /// Records that this side ended a stream on which the peer may still send.
    mutating func endedHere(_ id: Int32) {
        guard ended.insert(id).inserted else { return }
        endedOrder.append(id)
        if endedOrder.count > Self.maximumEnded { ended.remove(endedOrder.removeFirst()) }
    }

    /// Decides about a DATA or HEADERS frame on a stream that is not open; one that opens a stream is none.
    mutating func received(isHeaders: Bool, on id: Int32, at now: NIODeadline) -> Decision {
        guard id > 0, id <= lastOpened, !id.isMultiple(of: 2) else { return .ignore }
        guard takeToken(at: now) else { return .terminate(.enhanceYourCalm) }
        if ended.contains(id) { return .ignore }
        guard isHeaders else { return .reset }
        return .terminate(skipped.contains { $0.contains(id) } ? .protocolError : .streamClosed)
    }

    private mutating func takeToken(at now: NIODeadline) -> Bool {
        let seconds = Double((now - refilledAt).nanoseconds) / 1_000_000_000
        tokens = min(burst, tokens + max(0, seconds) * ratePerSecond)
        refilledAt = now
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
