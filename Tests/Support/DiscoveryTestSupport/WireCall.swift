package import GRPCTransport
package import NIOCore
package import Testing

package enum WireEvent: Sendable {
    case headers([HTTPField])
    case message(ByteBuffer)
    case data(ByteBuffer)
    case trailers([HTTPField])
    case closed(HTTP2ErrorCode, GRPCStatus?)
}

private final class InboxHandler: GRPCClientStreamHandler {
    private let inbox: Inbox<WireEvent>

    init(_ inbox: Inbox<WireEvent>) { self.inbox = inbox }

    func received(headers: [HTTPField]) { inbox.append(.headers(headers)) }
    func received(message: ByteBuffer) { inbox.append(.message(message)) }
    func received(data: ByteBuffer) { inbox.append(.data(data)) }
    func received(trailers: [HTTPField]) { inbox.append(.trailers(trailers)) }
    func streamClosed(code: HTTP2ErrorCode, status: GRPCStatus?) { inbox.append(.closed(code, status)) }
}

/// The end of a stream.
package struct StreamEnd: Sendable {
    package let code: HTTP2ErrorCode
    package let status: GRPCStatus?
    /// The header lists received before the end.
    package let fields: [[HTTPField]]
}

/// A raw stream of a raw client.
package struct WireCall: Sendable {
    package let connection: GRPCClientConnection
    private let inbox: Inbox<WireEvent>
    private let stream: NIOLoopBound<GRPCClientStream>

    /// Opens a gRPC call.
    package static func open(
        _ path: String,
        on connection: GRPCClientConnection,
        metadata: [HTTPField] = []
    ) async throws -> WireCall {
        try await open(on: connection) { session, handler in
            try session.openCall(path: path, metadata: metadata, handler: handler)
        }
    }

    /// Opens a stream with any header list; payload is delivered unchanged.
    package static func open(
        method: String = "POST",
        path: String,
        contentType: String?,
        on connection: GRPCClientConnection,
        endStream: Bool = false,
        fields extra: [HTTPField] = []
    ) async throws -> WireCall {
        var fields = [
            HTTPField(":method", method), HTTPField(":scheme", "http"), HTTPField(":path", path),
            HTTPField(":authority", "xds"),
        ]
        if let contentType { fields.append(HTTPField("content-type", contentType)) }
        let list = fields + extra
        return try await open(on: connection) { session, handler in
            try session.open(fields: list, endStream: endStream, isRaw: true, handler: handler)
        }
    }

    private static func open(
        on connection: GRPCClientConnection,
        _ body: @escaping @Sendable (GRPCClientSession, any GRPCClientStreamHandler) throws -> GRPCClientStream
    ) async throws -> WireCall {
        let inbox = Inbox<WireEvent>()
        let loop = connection.channel.eventLoop
        let stream = try await connection.run { session in
            NIOLoopBound(try body(session, InboxHandler(inbox)), eventLoop: loop)
        }.get()
        return WireCall(connection: connection, inbox: inbox, stream: stream)
    }

    /// Runs a closure with the stream on its event loop.
    package func run(_ body: @escaping @Sendable (GRPCClientStream) throws -> Void) async throws {
        try await stream.eventLoop.submit { [stream] in try body(stream.value) }.get()
    }

    package func send(_ message: [UInt8]) async throws {
        try await run { $0.send(message: [ByteBuffer(bytes: message)]) }
    }

    package func halfClose() async throws { try await run { $0.halfClose() } }

    /// Waits for the next message; the stream must not end before it.
    package func message(_ location: Testing.SourceLocation = #_sourceLocation) async throws -> [UInt8] {
        while true {
            switch try await inbox.next() {
            case .message(let message): return Array(message.readableBytesView)
            case .closed(let code, let status):
                Issue.record("the stream ended with \(code), \(String(describing: status))", sourceLocation: location)
                throw CancellationError()
            case .headers, .data, .trailers: continue
            }
        }
    }

    /// Waits for the end; messages before it are dropped.
    package func end() async throws -> StreamEnd {
        var fields: [[HTTPField]] = []
        while true {
            switch try await inbox.next() {
            case .headers(let list), .trailers(let list): fields.append(list)
            case .closed(let code, let status): return StreamEnd(code: code, status: status, fields: fields)
            case .message, .data: continue
            }
        }
    }

    /// Waits for the end of a plain HTTP exchange.
    package func answer() async throws -> (status: String, fields: [HTTPField], body: String) {
        var fields: [HTTPField] = []
        var body = ByteBuffer()
        while true {
            switch try await inbox.next() {
            case .headers(let list): fields = list
            case .data(var data): body.writeBuffer(&data)
            case .closed:
                return (fields.first { $0.name == ":status" }?.value ?? "", fields, String(buffer: body))
            case .message, .trailers: continue
            }
        }
    }

    /// The messages and ends that arrived and were not taken.
    package var unread: [WireEvent] {
        inbox.unread.filter {
            switch $0 {
            case .message, .closed: true
            case .headers, .data, .trailers: false
            }
        }
    }

    /// Returns when the server has handled everything that was sent on the connection before, and its responses have
    /// arrived.
    ///
    /// The server processes a connection in order, so the response to a later call arrives after all earlier ones.
    package func settle() async throws {
        let probe = try await WireCall.open(Variant.fetch.path, on: connection)
        try await probe.run { stream in
            // A name that cannot exist: a response without resources.
            stream.send(message: [ByteBuffer(bytes: [0x1A, 1, 0x2D])])
            stream.halfClose()
        }
        let end = try await probe.end()
        #expect(end.status?.code == .ok, "the connection no longer works")
    }
}

/// Returns the five bytes before a message.
package func prefix(flag: UInt8 = 0, length: Int) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.writeInteger(flag)
    buffer.writeInteger(UInt32(length))
    return buffer
}

/// Returns a message with the five bytes before it.
package func framed(_ message: [UInt8]) -> ByteBuffer {
    var buffer = prefix(length: message.count)
    buffer.writeBytes(message)
    return buffer
}
