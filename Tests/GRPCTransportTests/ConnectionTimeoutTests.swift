import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import GRPCTransport

/// A handler that collects the events of one client stream.
private final class StreamRecorder: HTTP2StreamDelegate {
    var fields: [[HTTPField]] = []
    var byteCount = 0
    var closeCode: HTTP2ErrorCode?

    func streamReceived(fields: [HTTPField], fieldsTooLong: Bool) { self.fields.append(fields) }
    func streamReceived(data: UnsafeRawBufferPointer) { byteCount += data.count }
    func streamReceivedEnd() {}
    func streamBecameWritable() {}
    func streamClosed(code: HTTP2ErrorCode) { closeCode = code }
}

/// A server handler in an embedded channel and a client session, with a clock controlled by the test.
private final class InMemoryConnection {
    let loop = EmbeddedEventLoop()
    let channel: EmbeddedChannel
    let client: HTTP2Session
    let log = EventLog<ServerEvent>()

    init(windows: (stream: Int, connection: Int) = (65_535, 65_535)) throws {
        // Deadlines cannot be negative: start late enough to look back.
        loop.advanceTime(by: .hours(1))
        var configuration = HTTP2SessionConfiguration()
        configuration.initialWindowSize = windows.stream
        configuration.connectionWindowSize = windows.connection
        client = try HTTP2Session(role: .client, configuration: configuration)
        let handler = try GRPCServerConnectionHandler(
            id: 1,
            configuration: GRPCServerConfiguration(),
            service: TestService(log: log),
            httpHandler: nil,
            registry: nil,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        channel = EmbeddedChannel(handler: handler, loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        loop.run()
    }

    /// Ends the connection and everything that is scheduled.
    func close() {
        _ = try? channel.finish(acceptAlreadyClosed: true)
    }

    /// Moves bytes in both directions until both sides are silent.
    func exchange() throws {
        var isMoving = true
        while isMoving {
            isMoving = try toServer()
            loop.run()
            while let bytes = try channel.readOutbound(as: ByteBuffer.self) {
                isMoving = isMoving || bytes.readableBytes > 0
                try bytes.withUnsafeReadableBytes { try client.receive($0) }
            }
            for (stream, code) in client.closedStreams {
                stream.delegate?.streamClosed(code: code)
            }
            client.closedStreams = []
        }
    }

    func open(_ method: String) throws -> (stream: HTTP2Stream, recorder: StreamRecorder) {
        let fields = [
            HTTPField(":method", "POST"), HTTPField(":scheme", "http"), HTTPField(":path", "/test.Service/\(method)"),
            HTTPField(":authority", "x"), HTTPField("content-type", "application/grpc"),
        ]
        let stream = try client.submitRequest(fields, endStream: false)
        let recorder = StreamRecorder()
        stream.delegate = recorder
        return (stream, recorder)
    }

    /// Returns the types of the frames that the server sent and the client has not read.
    func unreadFrameTypes() throws -> [UInt8] {
        var types: [UInt8] = []
        while var bytes = try channel.readOutbound(as: ByteBuffer.self) {
            while let header = bytes.readBytes(length: 9) {
                types.append(header[3])
                bytes.moveReaderIndex(forwardBy: Int(header[1]) << 8 | Int(header[2]))
            }
        }
        return types
    }

    private func toServer() throws -> Bool {
        _ = try client.drain()
        var parts: [ByteBuffer] = []
        client.batch.take { parts.append($0) }
        for part in parts {
            try channel.writeInbound(part)
        }
        return !parts.isEmpty
    }
}

@Suite("Connection timeouts")
struct ConnectionTimeoutTests {
    @Test("A connection without a request is closed after the timeout")
    func noRequest() throws {
        let connection = try InMemoryConnection()
        defer { connection.close() }
        try connection.client.submitPreface()
        try connection.exchange()
        connection.loop.advanceTime(by: .seconds(9))
        #expect(connection.channel.isActive)
        connection.loop.advanceTime(by: .seconds(1))
        #expect(!connection.channel.isActive)
    }

    @Test("A call without a message is ended after the timeout")
    func noMessage() throws {
        let connection = try InMemoryConnection()
        defer { connection.close() }
        try connection.client.submitPreface()
        let (_, recorder) = try connection.open("Silent")
        try connection.exchange()
        connection.loop.advanceTime(by: .seconds(9))
        try connection.exchange()
        #expect(recorder.closeCode == nil)
        connection.loop.advanceTime(by: .seconds(1))
        try connection.exchange()
        #expect(recorder.fields.last.flatMap(GRPCStatus.init(fields:))?.code == .deadlineExceeded)
        #expect(recorder.closeCode == .noError)
    }

    @Test("A silent peer gets a PING, and its connection is closed if it stays silent")
    func keepalive() throws {
        let connection = try InMemoryConnection()
        defer { connection.close() }
        try connection.client.submitPreface()
        let (stream, _) = try connection.open("Silent")
        _ = connection.client.send(message: [], on: stream)
        try connection.exchange()
        connection.loop.advanceTime(by: .seconds(60))
        #expect(try connection.unreadFrameTypes() == [6])
        connection.loop.advanceTime(by: .seconds(19))
        #expect(connection.channel.isActive)
        connection.loop.advanceTime(by: .seconds(1))
        #expect(!connection.channel.isActive)
        #expect(connection.log.recorded.contains { if case .closed(.connectionClosed) = $0 { true } else { false } })
    }

    @Test("A connection stays open while the peer answers PINGs")
    func keepaliveAnswered() throws {
        let connection = try InMemoryConnection()
        defer { connection.close() }
        try connection.client.submitPreface()
        let (stream, _) = try connection.open("Silent")
        _ = connection.client.send(message: [], on: stream)
        for _ in 0..<10 {
            try connection.exchange()
            connection.loop.advanceTime(by: .seconds(60))
        }
        #expect(connection.channel.isActive)
    }

    @Test("A stream without window is reset, and the others are unaffected")
    func stalledStream() throws {
        let connection = try InMemoryConnection(windows: (stream: 1_000, connection: 1 << 20))
        defer { connection.close() }
        try connection.client.submitPreface()
        let (stalled, stalledRecorder) = try connection.open("Big")
        _ = connection.client.send(message: [ByteBuffer(string: "2000")], on: stalled)
        let (other, otherRecorder) = try connection.open("Echo")
        for _ in 0..<5 {
            _ = connection.client.send(message: [ByteBuffer(string: "x")], on: other)
            try connection.exchange()
            connection.loop.advanceTime(by: .seconds(15))
        }
        try connection.exchange()
        #expect(stalledRecorder.byteCount == 1_000)
        #expect(stalledRecorder.closeCode == .cancel)
        #expect(connection.log.recorded.contains { if case .closed(.stalled) = $0 { true } else { false } })
        #expect(otherRecorder.byteCount == 30)
        #expect(otherRecorder.closeCode == nil)
    }

    @Test("A connection without window is closed")
    func stalledConnection() throws {
        let connection = try InMemoryConnection(windows: (stream: 1 << 20, connection: 65_535))
        defer { connection.close() }
        try connection.client.submitPreface()
        let (stream, recorder) = try connection.open("Big")
        _ = connection.client.send(message: [ByteBuffer(string: "100000")], on: stream)
        for _ in 0..<3 {
            try connection.exchange()
            connection.loop.advanceTime(by: .seconds(15))
            connection.client.ping(payload: 1)
        }
        #expect(recorder.byteCount == 65_535)
        #expect(connection.channel.isActive)
        try connection.exchange()
        connection.loop.advanceTime(by: .seconds(30))
        #expect(!connection.channel.isActive)
    }

    @Test("Timeouts do not keep a closed connection alive")
    func freed() throws {
        weak var handler: GRPCServerConnectionHandler?
        weak var session: HTTP2Session?
        weak var stream: GRPCServerStream?
        try {
            let connection = try InMemoryConnection()
            try connection.client.submitPreface()
            let (call, _) = try connection.open("Echo")
            _ = connection.client.send(message: [ByteBuffer(string: "x")], on: call)
            try connection.exchange()
            handler = try connection.channel.pipeline.syncOperations.handler(type: GRPCServerConnectionHandler.self)
            session = handler?.session
            stream = handler?.streams.first
            #expect(stream != nil)
            handler?.beginDrain(GRPCDrainPlan())
            connection.close()
        }()
        #expect(stream == nil)
        #expect(session == nil)
        #expect(handler == nil)
    }
}
