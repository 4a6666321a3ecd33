public import NIOCore

/// A factory of call handlers.
public protocol GRPCService: Sendable {
    /// Makes the handler of a call; nil responds with UNIMPLEMENTED (XP-H14).
    ///
    /// Called on the connection's event loop while bytes are read. The stream may be used at once.
    ///
    /// - Parameters:
    /// - path: the value of ":path", "/service/method".
    ///   - request: the request's headers.
    /// - stream: the server side of the call.
    func makeHandler(
        path: String,
        request: GRPCRequestHead,
        stream: GRPCServerStream
    ) -> (any GRPCStreamHandler)?
}

/// The receiver of the events of one call, on the event loop of its connection.
///
/// `streamClosed` is always the last call and is called exactly once.
public protocol GRPCStreamHandler: AnyObject {
    /// Called when a message was received. Its bytes are credited to the client on return, unless the stream is paused.
    func received(message: ByteBuffer)
    /// Called when the client will send no more messages (XP-H19).
    func halfClosed()
    /// Called when the call is over and its resources are released.
    func streamClosed(reason: StreamCloseReason)
    /// Called when the queue fell to the low mark after ``GRPCServerStream/isWritable`` was false.
    func becameWritable()
}

extension GRPCStreamHandler {
    /// Does nothing.
    public func becameWritable() {}
}

/// The reason that a stream was closed.
public enum StreamCloseReason: Hashable, Sendable {
    /// Everything was sent, including the status.
    case finished
    /// The peer reset the stream, or nghttp2 did after a violation; CANCEL and INTERNAL_ERROR are normal endings.
    case reset(HTTP2ErrorCode)
    /// The connection closed.
    case connectionClosed
    /// The request's `grpc-timeout` passed (XP-H13).
    case deadlineExceeded
    /// Queued bytes made no progress within the stall timeout (XP-B11).
    case stalled
    /// The transport ended the call with this status, for example after broken framing.
    case failed(GRPCStatus)
}
