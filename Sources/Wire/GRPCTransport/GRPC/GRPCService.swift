public import NIOCore

/// Finds the handler of a call.
public protocol GRPCService: Sendable {
    /// Makes the handler of a call; nil answers UNIMPLEMENTED (XP-H14).
    ///
    /// Called on the connection's event loop while bytes are read. The stream may be used at once.
    ///
    /// - Parameters:
    ///   - path: ":path", "/service/method".
    ///   - request: the request's headers.
    ///   - stream: the call, to answer on.
    func makeHandler(
        path: String,
        request: GRPCRequestHead,
        stream: GRPCServerStream
    ) -> (any GRPCStreamHandler)?
}

/// Takes the events of one call, on the event loop of its connection.
///
/// `streamClosed` is always the last call, and comes exactly once.
public protocol GRPCStreamHandler: AnyObject {
    /// A message came. Its bytes are credited to the client when the call returns, unless the stream is paused.
    func received(message: ByteBuffer)
    /// The client will send no more messages (XP-H19).
    func halfClosed()
    /// The call is over and its resources are free.
    func streamClosed(reason: StreamCloseReason)
    /// The queue fell to the low mark after ``GRPCServerStream/isWritable`` was false.
    func becameWritable()
}

extension GRPCStreamHandler {
    /// Does nothing.
    public func becameWritable() {}
}

/// Why a stream is gone.
public enum StreamCloseReason: Hashable, Sendable {
    /// Everything was sent, the status included.
    case finished
    /// The peer reset the stream, or nghttp2 did after a violation; CANCEL and INTERNAL_ERROR are normal goodbyes.
    case reset(HTTP2ErrorCode)
    /// The connection closed.
    case connectionClosed
    /// The request's `grpc-timeout` passed (XP-H13).
    case deadlineExceeded
    /// Queued bytes did not move for the stall timeout (XP-B11).
    case stalled
    /// The transport ended the call with this status, for example after broken framing.
    case failed(GRPCStatus)
}
