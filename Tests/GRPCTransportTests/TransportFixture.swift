import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import GRPCTransport

/// Events of one kind in their order, to be awaited by one task.
final class EventLog<Event: Sendable>: Sendable {
    private let stream: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation
    private let all = NIOLockedValueBox([Event]())

    init() {
        (stream, continuation) = AsyncStream.makeStream(of: Event.self)
    }

    func append(_ event: Event) {
        all.withLockedValue { $0.append(event) }
        continuation.yield(event)
    }

    /// All events so far, awaited or not.
    var recorded: [Event] { all.withLockedValue { $0 } }

    /// Waits for events until one returns a value.
    func first<Value>(_ pick: (Event) -> Value?) async throws -> Value {
        for await event in stream {
            if let value = pick(event) { return value }
        }
        throw CancellationError()
    }
}

enum ServerEvent: Sendable {
    case opened(GRPCRequestHead)
    case message(ByteBuffer)
    case halfClosed
    case writable
    case closed(StreamCloseReason)
}

/// A handler that records events and acts through a closure.
final class ScriptedHandler: GRPCStreamHandler {
    private let stream: GRPCServerStream
    private let log: EventLog<ServerEvent>
    private let act: (GRPCServerStream, ServerEvent) -> Void

    init(stream: GRPCServerStream, log: EventLog<ServerEvent>, act: @escaping (GRPCServerStream, ServerEvent) -> Void) {
        self.stream = stream
        self.log = log
        self.act = act
        handle(.opened(stream.request))
    }

    func received(message: ByteBuffer) { handle(.message(message)) }
    func halfClosed() { handle(.halfClosed) }
    func streamClosed(reason: StreamCloseReason) { handle(.closed(reason)) }
    func becameWritable() { handle(.writable) }

    private func handle(_ event: ServerEvent) {
        // Recorded last, so that a test that waits for the event finds its effects.
        act(stream, event)
        log.append(event)
    }
}

/// Calls under "/test.Service/"; the method name selects the behaviour.
struct TestService: GRPCService {
    let log: EventLog<ServerEvent>
    /// The behaviour of "/test.Service/Custom".
    var custom: @Sendable (GRPCServerStream, ServerEvent) -> Void = { _, _ in }

    func makeHandler(
        path: String,
        request: GRPCRequestHead,
        stream: GRPCServerStream
    ) -> (any GRPCStreamHandler)? {
        guard request.service == "test.Service" else { return nil }
        switch request.method {
        case "Echo": return ScriptedHandler(stream: stream, log: log, act: Self.echo)
        case "Big": return ScriptedHandler(stream: stream, log: log, act: Self.big)
        case "Fail": return ScriptedHandler(stream: stream, log: log, act: Self.fail)
        case "Silent": return ScriptedHandler(stream: stream, log: log, act: { _, _ in })
        case "Custom": return ScriptedHandler(stream: stream, log: log, act: custom)
        default: return nil
        }
    }

    static func echo(_ stream: GRPCServerStream, _ event: ServerEvent) {
        switch event {
        case .message(let message): stream.send(message: [message])
        case .halfClosed: stream.finish(status: .ok)
        default: break
        }
    }

    /// Answers with the number of bytes given in the message in decimal.
    private static func big(_ stream: GRPCServerStream, _ event: ServerEvent) {
        guard case .message(let message) = event else { return }
        let count = Int(String(buffer: message)) ?? 0
        stream.send(message: [ByteBuffer(repeating: 0x61, count: count)])
    }

    private static func fail(_ stream: GRPCServerStream, _ event: ServerEvent) {
        if case .opened = event {
            stream.finish(status: GRPCStatus(.notFound, "100% \u{fc}\n"))
        }
    }
}

enum ClientEvent: Sendable {
    case headers([HTTPField])
    case message(ByteBuffer)
    case trailers([HTTPField])
    case data(ByteBuffer)
    case closed(HTTP2ErrorCode, GRPCStatus?)
}

final class RecordingClientHandler: GRPCClientStreamHandler {
    private let record: (ClientEvent) -> Void

    init(record: @escaping (ClientEvent) -> Void) {
        self.record = record
    }

    func received(headers: [HTTPField]) { record(.headers(headers)) }
    func received(message: ByteBuffer) { record(.message(message)) }
    func received(trailers: [HTTPField]) { record(.trailers(trailers)) }
    func received(data: ByteBuffer) { record(.data(data)) }
    func streamClosed(code: HTTP2ErrorCode, status: GRPCStatus?) { record(.closed(code, status)) }
}

/// A call of the test client with its events.
struct ClientCall: Sendable {
    let log: EventLog<ClientEvent>
    let stream: NIOLoopBound<GRPCClientStream>

    /// Runs a closure with the stream on its event loop.
    func run(_ body: @escaping @Sendable (GRPCClientStream) throws -> Void) async throws {
        try await stream.eventLoop.submit { [stream] in try body(stream.value) }.get()
    }

    func send(_ text: String) async throws {
        try await run { $0.send(message: [ByteBuffer(string: text)]) }
    }

    func nextMessage() async throws -> String {
        String(buffer: try await log.first { if case .message(let message) = $0 { message } else { nil } })
    }

    func closed() async throws -> (code: HTTP2ErrorCode, status: GRPCStatus?) {
        try await log.first { if case .closed(let code, let status) = $0 { (code, status) } else { nil } }
    }

    /// All header and trailer lists so far.
    var fieldSections: [[HTTPField]] {
        log.recorded.compactMap { event in
            switch event {
            case .headers(let fields), .trailers(let fields): fields
            default: nil
            }
        }
    }
}

/// A server on a free port with one client connection.
struct TransportFixture: Sendable {
    let server: GRPCServer
    let client: GRPCClientConnection
    let log: EventLog<ServerEvent>

    static let group = MultiThreadedEventLoopGroup.singleton

    /// The non-default settings of a test.
    struct Setup: Sendable {
        var server = GRPCServerConfiguration()
        var client = GRPCClientConfiguration()
        var address = GRPCServer.Address.hostname("127.0.0.1", port: 0)
        var httpHandler: (any HTTPRequestHandler)?
        /// The behaviour of "/test.Service/Custom".
        var custom: @Sendable (GRPCServerStream, ServerEvent) -> Void = { _, _ in }
        var whenActive: @Sendable (GRPCClientSession) -> Void = { _ in }
    }

    /// Runs a test with a server and stops everything afterwards.
    static func run(_ setup: Setup = Setup(), _ body: (TransportFixture) async throws -> Void) async throws {
        let log = EventLog<ServerEvent>()
        let server = try await GRPCServer.start(
            on: setup.address,
            configuration: setup.server,
            service: TestService(log: log, custom: setup.custom),
            httpHandler: setup.httpHandler,
            group: group,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        let local = try #require(server.localAddress)
        let client = try await GRPCClientConnection.connect(
            to: local,
            group: group,
            configuration: setup.client,
            whenActive: setup.whenActive
        )
        let fixture = TransportFixture(server: server, client: client, log: log)
        do {
            try await body(fixture)
        } catch {
            await client.close()
            try await server.close()
            throw error
        }
        await client.close()
        try await server.close()
    }

    func call(_ method: String, metadata: [HTTPField] = []) async throws -> ClientCall {
        try await open { session, handler in
            try session.openCall(path: "/test.Service/\(method)", metadata: metadata, handler: handler)
        }
    }

    func request(
        method: String = "POST",
        path: String,
        contentType: String?,
        endStream: Bool = true,
        isRaw: Bool = false,
        fields extra: [HTTPField] = []
    ) async throws -> ClientCall {
        var fields = [
            HTTPField(":method", method), HTTPField(":scheme", "http"), HTTPField(":path", path),
            HTTPField(":authority", "localhost"),
        ]
        if let contentType {
            fields.append(HTTPField("content-type", contentType))
        }
        let list = fields + extra
        return try await open { session, handler in
            try session.open(fields: list, endStream: endStream, isRaw: isRaw, handler: handler)
        }
    }

    func open(
        _ body: @escaping @Sendable (GRPCClientSession, RecordingClientHandler) throws -> GRPCClientStream
    ) async throws -> ClientCall {
        let log = EventLog<ClientEvent>()
        let loop = client.channel.eventLoop
        let stream = try await client.run { session in
            NIOLoopBound(try body(session, RecordingClientHandler(record: log.append)), eventLoop: loop)
        }.get()
        return ClientCall(log: log, stream: stream)
    }

    /// Sends an echo message and waits for the response, which shows that the connection works.
    func expectAlive(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let call = try await self.call("Echo")
        try await call.send("ping")
        #expect(try await call.nextMessage() == "ping", sourceLocation: sourceLocation)
        try await call.run { $0.halfClose() }
        #expect(try await call.closed().status == .ok, sourceLocation: sourceLocation)
    }

    /// Returns the reason of the next stream that closes on the server.
    func serverStreamClosed() async throws -> StreamCloseReason {
        try await log.first { if case .closed(let reason) = $0 { reason } else { nil } }
    }
}

/// Returns the five bytes before a message.
func messagePrefix(flag: UInt8 = 0, length: UInt32) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.writeInteger(flag)
    buffer.writeInteger(length)
    return buffer
}

/// Returns a framed message as bytes.
func framed(_ text: String) -> ByteBuffer {
    var buffer = messagePrefix(length: UInt32(text.utf8.count))
    buffer.writeString(text)
    return buffer
}
