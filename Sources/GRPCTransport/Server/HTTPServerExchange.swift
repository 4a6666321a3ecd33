public import NIOCore

/// One plain HTTP request and its answer.
///
/// Not `Sendable`: use it on ``eventLoop`` only.
public final class HTTPServerExchange {
    /// The request's headers.
    public let request: HTTPRequestHead
    /// Who asks.
    public let peer: GRPCPeer
    /// The event loop of the connection.
    public let eventLoop: any EventLoop
    /// The connection of the request; nil once the stream is closed, which breaks the reference cycle.
    public private(set) var connection: GRPCServerConnectionHandler?
    /// Called once when the stream is gone; whether the answer was delivered is its argument.
    public var onClose: ((Bool) -> Void)?

    private let stream: HTTP2Stream
    private let handler: any HTTPRequestHandler
    private var body = ByteBuffer()
    private var hasResponded = false

    init(
        request: HTTPRequestHead,
        stream: HTTP2Stream,
        connection: GRPCServerConnectionHandler,
        eventLoop: any EventLoop,
        handler: any HTTPRequestHandler
    ) {
        self.request = request
        self.stream = stream
        self.connection = connection
        self.peer = connection.peer
        self.eventLoop = eventLoop
        self.handler = handler
    }

    /// The HTTP/2 stream identifier.
    public var id: Int32 { stream.id }

    /// Whether an answer may still be given.
    public var isOpen: Bool { connection != nil && !hasResponded }

    /// Answers; later calls do nothing.
    ///
    /// - Parameters:
    ///   - status: ":status", 200 to 599.
    ///   - fields: header fields, lower-case names only; content-length is added here.
    ///   - body: the body, as slices that are shared and not copied.
    public func respond(status: Int, fields: [HTTPField] = [], body: [ByteBuffer] = []) {
        guard let connection, !hasResponded else { return }
        hasResponded = true
        connection.streamSettled(stream.id)
        let length = body.reduce(0) { $0 + $1.readableBytes }
        var list = [HTTPField(":status", String(status))] + fields
        if status != 304, status != 204 {
            list.append(HTTPField("content-length", String(length)))
        }
        connection.submitResponse(list, on: stream, endStream: length == 0)
        if length > 0 {
            for slice in body {
                connection.session.send(raw: slice, on: stream)
            }
            connection.session.finish(stream, trailers: nil)
        }
        connection.scheduleFlush()
    }

    private func releaseBody() -> ByteBuffer {
        connection?.inboundBytes -= body.readableBytes
        defer { body = ByteBuffer() }
        return body
    }
}

extension HTTPServerExchange: HTTP2StreamDelegate {
    func streamReceived(data: UnsafeRawBufferPointer) {
        guard let connection else { return }
        connection.session.creditConnection(stream, bytes: data.count)
        guard !hasResponded else { return }
        let limits = connection.configuration
        guard body.readableBytes + data.count <= limits.maxBodyLength else {
            _ = releaseBody()
            respond(status: 413)
            return
        }
        body.writeBytes(data)
        connection.inboundBytes += data.count
        connection.session.creditStream(stream, bytes: data.count)
        if connection.inboundBytes > limits.maxBufferedInboundBytes {
            _ = releaseBody()
            respond(status: 503)
        }
    }

    func streamReceivedEnd() {
        guard !hasResponded else { return }
        connection?.streamSettled(stream.id)
        handler.respond(to: request, body: releaseBody(), exchange: self)
    }

    func streamReceived(fields: [HTTPField], fieldsTooLong: Bool) {
        if fieldsTooLong {
            respond(status: 431)
        }
    }

    func streamBecameWritable() {}

    func streamClosed(code: HTTP2ErrorCode) {
        guard let connection else { return }
        _ = releaseBody()
        connection.streamSettled(stream.id)
        self.connection = nil
        let onClose = self.onClose
        self.onClose = nil
        onClose?(hasResponded && code == .noError && !connection.isClosed)
        connection.streamDidClose()
    }
}
