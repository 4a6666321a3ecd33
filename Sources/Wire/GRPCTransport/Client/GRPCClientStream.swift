public import NIOCore

/// The client side of one call.
///
/// Not `Sendable`: use it on the event loop of its connection. Calls after the end do nothing.
public final class GRPCClientStream {
    let stream: HTTP2Stream
    private var session: GRPCClientSession?
    private var handler: (any GRPCClientStreamHandler)?
    private var deframer: GRPCMessageDeframer
    private let isRaw: Bool
    private var hasHeaders = false
    private var status: GRPCStatus?

    init(stream: HTTP2Stream, session: GRPCClientSession, handler: any GRPCClientStreamHandler, isRaw: Bool) {
        self.stream = stream
        self.session = session
        self.handler = handler
        self.isRaw = isRaw
        self.deframer = GRPCMessageDeframer(maxMessageLength: session.configuration.maxMessageLength)
    }

    /// The HTTP/2 stream identifier.
    public var id: Int32 { stream.id }
    /// A Boolean value that indicates whether the stream is still open.
    public var isOpen: Bool { session != nil }
    /// The bytes queued and not yet handed to the channel.
    public var bufferedBytes: Int { stream.outbound.readableBytes }
    /// A Boolean value that indicates whether the queue is below the high mark.
    public var isWritable: Bool {
        guard let session else { return false }
        return bufferedBytes < session.configuration.streamHighWatermark
    }

    /// Queues one message, the concatenation of the pieces, and adds the 5-byte prefix.
    public func send(message pieces: [ByteBuffer]) {
        guard let session else { return }
        guard session.http2.send(message: pieces, on: stream) else {
            reset(code: .internalError)
            return
        }
        didQueue(session)
    }

    /// Queues payload unchanged, without a prefix.
    ///
    /// - Parameter frameLength: the longest DATA frame from now on, in bytes; nil keeps the present limit.
    public func send(raw bytes: ByteBuffer, frameLength: Int? = nil) {
        guard let session else { return }
        if let frameLength {
            stream.maxDataLength = max(1, frameLength)
        }
        session.http2.send(raw: bytes, on: stream)
        didQueue(session)
    }

    /// Ends this side after the queued bytes.
    public func halfClose() {
        guard let session else { return }
        session.http2.finish(stream, trailers: nil)
        session.scheduleFlush()
    }

    /// Resets the stream at once.
    public func reset(code: HTTP2ErrorCode = .cancel) {
        guard let session else { return }
        session.http2.reset(stream, code: code)
        session.scheduleFlush()
    }

    /// Sends WINDOW_UPDATE for this stream.
    public func grantWindow(bytes: Int) throws {
        guard let session else { return }
        try session.http2.grantWindow(of: stream, bytes: bytes)
        session.scheduleFlush()
    }

    private func didQueue(_ session: GRPCClientSession) {
        if bufferedBytes >= session.configuration.streamHighWatermark {
            stream.awaitsWritable = true
            stream.lowWatermark = session.configuration.streamLowWatermark
        }
        session.scheduleFlush()
    }
}

extension GRPCClientStream: HTTP2StreamDelegate {
    func streamReceived(fields: [HTTPField], fieldsTooLong: Bool) {
        if hasHeaders {
            status = GRPCStatus(fields: fields) ?? status
            handler?.received(trailers: fields)
        } else {
            hasHeaders = true
            status = GRPCStatus(fields: fields)
            handler?.received(headers: fields)
        }
    }

    func streamReceived(data: UnsafeRawBufferPointer) {
        guard let session else { return }
        if session.configuration.creditsAutomatically {
            session.http2.creditConnection(stream, bytes: data.count)
            session.http2.creditStream(stream, bytes: data.count)
        }
        guard !isRaw else {
            handler?.received(data: ByteBuffer(bytes: data))
            return
        }
        var rest = data
        do throws(GRPCFramingError) {
            while let message = try deframer.nextMessage(from: &rest) {
                handler?.received(message: message)
            }
        } catch {
            status = error.status(encoding: nil)
            reset(code: .cancel)
        }
    }

    func streamReceivedEnd() {}

    func streamBecameWritable() {
        handler?.becameWritable()
    }

    func streamClosed(code: HTTP2ErrorCode) {
        let handler = self.handler
        self.handler = nil
        session = nil
        handler?.streamClosed(code: code, status: status)
    }
}
