internal import NIOCore

/// The stream of one plain HTTP request over HTTP/2, which collects the body and sends the response.
final class HTTP2Exchange {
    private let stream: HTTP2Stream
    private let handler: any HTTPRequestHandler
    /// The connection; nil once the stream is closed, which breaks the reference cycle.
    private var connection: GRPCServerConnectionHandler?
    private var exchange: HTTPServerExchange?
    private var body = ByteBuffer()

    init(
        request: HTTPRequestHead,
        stream: HTTP2Stream,
        connection: GRPCServerConnectionHandler,
        eventLoop: any EventLoop,
        handler: any HTTPRequestHandler
    ) {
        self.stream = stream
        self.connection = connection
        self.handler = handler
        exchange = HTTPServerExchange(
            stream.id,
            request: request,
            connection: connection,
            eventLoop: eventLoop,
            transport: self
        )
    }

    /// Responds without calling the handler.
    func respond(status: Int) {
        exchange?.respond(status: status)
    }

    private var hasResponded: Bool { exchange?.hasResponded != false }

    private func releaseBody() -> ByteBuffer {
        connection?.holdInbound(-body.readableBytes)
        defer { body = ByteBuffer() }
        return body
    }
}

extension HTTP2Exchange: HTTPExchangeTransport {
    func send(status: Int, fields: [HTTPField], body: [ByteBuffer]) {
        guard let connection else { return }
        connection.streamSettled(stream.id)
        let isEmpty = body.allSatisfy { $0.readableBytes == 0 }
        connection.submitResponse([HTTPField(":status", String(status))] + fields, on: stream, endStream: isEmpty)
        if !isEmpty {
            for slice in body {
                connection.session.send(raw: slice, on: stream)
            }
            connection.session.finish(stream, trailers: nil)
        }
        connection.scheduleFlush()
    }
}

extension HTTP2Exchange: TurnTaking {
    func takeTurn() {
        guard let exchange, !hasResponded else { return }
        handler.respond(to: exchange.request, body: releaseBody(), exchange: exchange)
    }
}

extension HTTP2Exchange: HTTP2StreamDelegate {
    func streamReceived(data: UnsafeRawBufferPointer) {
        guard let connection else { return }
        connection.session.creditConnection(stream, bytes: data.count)
        guard !hasResponded else { return }
        let limits = connection.configuration.limits
        guard body.readableBytes + data.count <= limits.maxBodyLength else {
            _ = releaseBody()
            respond(status: 413)
            return
        }
        body.writeBytes(data)
        connection.session.creditStream(stream, bytes: data.count)
        if !connection.holdInbound(data.count) {
            _ = releaseBody()
            respond(status: 503)
        }
    }

    func streamReceivedEnd() {
        guard let connection, !hasResponded else { return }
        connection.streamSettled(stream.id)
        guard connection.mayWork else { return connection.waitForTurn(self) }
        takeTurn()
    }

    func streamReceived(fields: [HTTPField], fieldsTooLong: Bool) {
        if fieldsTooLong {
            respond(status: 431)
        }
    }

    func streamBecameWritable() {}

    func streamClosed(code: HTTP2ErrorCode) {
        guard let connection, let exchange else { return }
        _ = releaseBody()
        connection.streamSettled(stream.id)
        self.connection = nil
        self.exchange = nil
        exchange.close(isDelivered: exchange.hasResponded && code == .noError && !connection.isClosed)
        connection.streamDidClose()
    }
}
