public import NIOCore

/// The receiver of the events of one call on the client, on the event loop of its connection.
public protocol GRPCClientStreamHandler: AnyObject {
    /// Called when the first HEADERS frame arrived, ":status" included; also for a trailers-only response (XP-H34).
    func received(headers: [HTTPField])
    /// Called when a message arrived.
    func received(message: ByteBuffer)
    /// Called when the last HEADERS frame arrived.
    func received(trailers: [HTTPField])
    /// Called when payload arrived; only on a raw stream, in place of messages.
    func received(data: ByteBuffer)
    /// Called when the queue fell to the low mark after ``GRPCClientStream/isWritable`` was false.
    func becameWritable()
    /// Called when the stream is closed; the last call.
    ///
    /// - Parameters:
    /// - code: NO_ERROR, or the code of the RST_STREAM; CANCEL if the connection closed.
    /// - status: the call's status, if one arrived.
    func streamClosed(code: HTTP2ErrorCode, status: GRPCStatus?)
}

extension GRPCClientStreamHandler {
    /// Does nothing.
    public func received(headers: [HTTPField]) {}
    /// Does nothing.
    public func received(trailers: [HTTPField]) {}
    /// Does nothing.
    public func received(data: ByteBuffer) {}
    /// Does nothing.
    public func becameWritable() {}
}
