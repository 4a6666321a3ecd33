public import NIOCore

/// The server side of one gRPC call.
///
/// Not `Sendable`: use it on ``eventLoop`` only. Calls after the end of the stream do nothing.
public final class GRPCServerStream {
    /// The request's headers.
    public let request: GRPCRequestHead
    /// The peer that calls.
    public let peer: GRPCPeer
    /// The event loop of the connection.
    public let eventLoop: any EventLoop

    let stream: HTTP2Stream
    /// The connection of the call; nil once the stream is closed, which breaks the reference cycle.
    public internal(set) var connection: GRPCServerConnectionHandler?
    var handler: (any GRPCStreamHandler)?
    var deframer: GRPCMessageDeframer
    /// The complete messages that wait for ``resumeReceiving()``.
    var withheldMessages: CircularBuffer<ByteBuffer> = []
    var withheldBytes = 0
    /// The bytes that this stream contributes to the connection's sum of held bytes.
    var accountedBytes = 0
    /// The bytes for which the client has no credit on the stream yet.
    var uncreditedBytes = 0
    var isReceivingPaused = false
    /// A Boolean value that indicates whether withheld messages wait for a turn of the connection.
    var isWaitingForTurn = false
    /// A Boolean value that indicates whether the end of the request was reported.
    var isHalfClosed = false
    var hasSentHeaders = false
    /// The way in which the call will end; nil while that is undecided.
    var outcome: StreamCloseReason?
    var deadline: Scheduled<Void>?

    init(
        request: GRPCRequestHead,
        stream: HTTP2Stream,
        connection: GRPCServerConnectionHandler,
        eventLoop: any EventLoop
    ) {
        self.request = request
        self.stream = stream
        self.connection = connection
        self.eventLoop = eventLoop
        self.peer = connection.peer
        self.deframer = GRPCMessageDeframer(maxMessageLength: connection.configuration.limits.maxMessageLength)
    }

    /// The HTTP/2 stream identifier.
    public var id: Int32 { stream.id }

    /// The bytes queued and not yet handed to the channel; payloads shared with other streams count in full.
    public var bufferedBytes: Int { stream.outbound.readableBytes }

    /// A Boolean value that indicates whether the queue is below the high mark; generate no more while it is false
    /// (XP-H40).
    ///
    /// ``GRPCStreamHandler/becameWritable()`` is called when it is true again.
    public var isWritable: Bool {
        guard let connection, outcome == nil else { return false }
        return bufferedBytes < connection.configuration.limits.streamHighWatermark
    }

    /// A Boolean value that indicates whether messages and a status may still be sent.
    public var isOpen: Bool { connection != nil && outcome == nil }

    /// Sends the initial headers now; otherwise they are sent with the first message (XP-H31).
    ///
    /// - Parameter metadata: fields to add, lower-case names only (XP-H30).
    public func sendHeaders(metadata: [HTTPField] = []) {
        guard let connection, outcome == nil, !hasSentHeaders else { return }
        hasSentHeaders = true
        let fields = GRPCResponseFields.initial(requestContentType: request.contentType, metadata: metadata)
        connection.submitResponse(fields, on: stream, endStream: false)
    }

    /// Queues one message, the concatenation of the pieces, and adds the 5-byte prefix (XP-H15).
    ///
    /// The pieces are shared, not copied, so the same buffers may be sent on thousands of streams (XP-B5).
    public func send(message pieces: [ByteBuffer]) {
        guard let connection, outcome == nil else { return }
        sendHeaders()
        guard connection.session.send(message: pieces, on: stream) else {
            fail(GRPCStatus(.internal, "message too long, expected less than 4 GiB"))
            return
        }
        if bufferedBytes >= connection.configuration.limits.streamHighWatermark {
            stream.awaitsWritable = true
            stream.lowWatermark = connection.configuration.limits.streamLowWatermark
        }
        connection.scheduleFlush()
    }

    /// Ends the call after the queued bytes (XP-H33, XP-H34).
    ///
    /// - Parameter metadata: trailing fields to add, lower-case names only.
    public func finish(status: GRPCStatus, metadata: [HTTPField] = []) {
        end(status: status, outcome: .finished, metadata: metadata)
    }

    /// Ends the call at once, without the queued bytes and without a status.
    public func reset(code: HTTP2ErrorCode = .cancel) {
        abandon(code: code, outcome: .reset(code))
    }

    /// Withholds further messages, and with them the client's credit on this stream (XP-B9).
    public func pauseReceiving() {
        isReceivingPaused = true
        connection?.streamSettled(stream.id)
    }

    /// Resumes delivery; the withheld messages follow in the turns of the connection.
    public func resumeReceiving() {
        guard isReceivingPaused else { return }
        isReceivingPaused = false
        settleWithheld()
    }
}
