public import NIOCore

/// Takes the events of one call on the client, on the event loop of its connection.
public protocol GRPCClientStreamHandler: AnyObject {
    /// The first HEADERS frame came, ":status" included; a trailers-only answer comes here too (XP-H34).
    func received(headers: [HTTPField])
    /// A message came.
    func received(message: ByteBuffer)
    /// The last HEADERS frame came.
    func received(trailers: [HTTPField])
    /// Payload came; only on a raw stream, in place of messages.
    func received(data: ByteBuffer)
    /// The queue fell to the low mark after ``GRPCClientStream/isWritable`` was false.
    func becameWritable()
    /// The stream is gone; the last call.
    ///
    /// - Parameters:
    ///   - code: NO_ERROR, or that of the RST_STREAM; CANCEL when the connection closed.
    ///   - status: the call's status, when one came.
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
