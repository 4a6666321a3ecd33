import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import GRPCTransport

/// A handler that collects what a socket receives until it closes.
private final class CollectingHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var received = ByteBuffer()
    private let end: EventLoopPromise<ByteBuffer>

    init(end: EventLoopPromise<ByteBuffer>) {
        self.end = end
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        received.writeBuffer(&bytes)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end.succeed(received)
    }
}

/// The type, flags and payload of a frame.
private struct WireFrame {
    var type: UInt8
    var payload: [UInt8]

    static func parse(_ bytes: ByteBuffer) -> [WireFrame] {
        var bytes = bytes
        var frames: [WireFrame] = []
        while let header = bytes.readBytes(length: 9) {
            let length = Int(header[0]) << 16 | Int(header[1]) << 8 | Int(header[2])
            guard let payload = bytes.readBytes(length: length) else { break }
            frames.append(WireFrame(type: header[3], payload: payload))
        }
        return frames
    }
}

/// Client bytes that violate the protocol, and the expected error code.
struct Violation: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: [UInt8]
    var code: UInt8

    init(_ name: String, _ bytes: [UInt8], code: UInt8) {
        self.testDescription = name
        self.bytes = bytes
        self.code = code
    }
}

extension [UInt8] {
    fileprivate init(repeatingFrame frame: [UInt8], count: Int) {
        self = Array(repeatElement(frame, count: count).joined())
    }
}

@Suite("Life of a connection", .timeLimit(.minutes(1)))
struct ConnectionLifeTests {
    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]
    private static let dataOnStreamZero: [UInt8] = [0, 0, 1, 0, 0, 0, 0, 0, 0, 1]
    private static let headersOnEvenStream: [UInt8] = [0, 0, 1, 1, 5, 0, 0, 0, 2, 0x82]
    private static let settingsOfFiveBytes: [UInt8] = [0, 0, 5, 4, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5]
    /// HEADERS and 20 CONTINUATION frames that never end.
    private static let continuations: [UInt8] =
        [0, 0, 1, 1, 0, 0, 0, 0, 1, 0x83] + [UInt8](repeatingFrame: [0, 0, 0, 9, 0, 0, 0, 0, 1], count: 20)
    /// A call of "/test.Service/Silent" and 1,001 empty DATA frames.
    private static let emptyData: [UInt8] = {
        let path = Array("/test.Service/Silent".utf8)
        let type = Array("application/grpc".utf8)
        let block: [UInt8] =
            [0x83, 0x86, 0x41, 1, 0x78, 0x44, UInt8(path.count)] + path + [0x5F, UInt8(type.count)] + type
        let headers: [UInt8] = [0, 0, UInt8(block.count), 1, 4, 0, 0, 0, 1] + block
        return headers + [UInt8](repeatingFrame: [0, 0, 0, 0, 0, 0, 0, 0, 1], count: 1_001)
    }()
    private static let violations = [
        Violation("DATA on stream 0", preface + dataOnStreamZero, code: 1),
        Violation("HEADERS on an even stream", preface + headersOnEvenStream, code: 1),
        Violation("SETTINGS of five bytes", preface + settingsOfFiveBytes, code: 6),
        Violation("endless CONTINUATION", preface + continuations, code: 1),
        Violation("a flood of empty DATA", preface + emptyData, code: 11),
        Violation("HTTP/1.1", Array("GET / HTTP/1.1\r\nhost: x\r\n\r\n".utf8), code: 1),
    ]

    @Test("The server sends GOAWAY before it closes a connection for a protocol violation", arguments: violations)
    func goaway(violation: Violation) async throws {
        try await TransportFixture.run { fixture in
            let address = try #require(fixture.server.localAddress)
            let loop = TransportFixture.group.next()
            let end = loop.makePromise(of: ByteBuffer.self)
            let channel = try await ClientBootstrap(group: loop)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(CollectingHandler(end: end))
                    }
                }
                .connect(to: address).get()
            try await channel.writeAndFlush(ByteBuffer(bytes: violation.bytes)).get()
            let frames = WireFrame.parse(try await end.futureResult.get())
            #expect(frames.first?.type == 4)
            let goaway = try #require(frames.last)
            #expect(goaway.type == 7)
            #expect(Array(goaway.payload.dropFirst(4).prefix(4)) == [0, 0, 0, violation.code])
            try await fixture.expectAlive()
        }
    }

    @Test("A connection survives thousands of streams that are opened and reset")
    func resets() async throws {
        try await TransportFixture.run { fixture in
            for _ in 0..<3 {
                try await fixture.client.run { session in
                    for _ in 0..<2_000 {
                        let call = try session.openCall(
                            path: "/test.Service/Silent",
                            handler: RecordingClientHandler { _ in }
                        )
                        call.reset(code: .internalError)
                    }
                }.get()
                try await fixture.expectAlive()
            }
            #expect(fixture.server.connections.count == 1)
        }
    }

    @Test("A flood of resets beyond the limit ends the connection, and the server keeps running")
    func resetFlood() async throws {
        var configuration = GRPCServerConfiguration()
        configuration.http2.maxConcurrentStreams = 10
        configuration.http2.streamResetBurst = 40
        configuration.http2.streamResetRate = 1
        let goaways = EventLog<HTTP2ErrorCode>()
        try await TransportFixture.run(.init(server: configuration)) { fixture in
            try await fixture.client.run { session in
                session.onGoaway = { _, code in goaways.append(code) }
            }.get()
            var sent = 0
            while goaways.recorded.isEmpty, sent < 1_000 {
                sent += 1
                let call = try? await fixture.call("Silent")
                try? await call?.send("x")
                _ = try? await fixture.client.channel.eventLoop.submit {}.get()
                try? await call?.run { $0.reset() }
                await Task.yield()
            }
            #expect(try await goaways.first { $0 } != .noError)
            #expect(sent > 40)
        }
    }

    @Test("The server answers a PING while it sends a long message")
    func pingDuringMessage() async throws {
        let pings = EventLog<UInt64>()
        try await TransportFixture.run { fixture in
            try await fixture.client.run { session in session.onPingAnswered = { pings.append($0) } }.get()
            let call = try await fixture.call("Big")
            try await call.send("50000000")
            _ = try await call.log.first { if case .headers = $0 { true } else { nil } }
            try await fixture.client.run { $0.ping(payload: 0x0102_0304_0506_0708) }.get()
            #expect(try await pings.first { $0 } == 0x0102_0304_0506_0708)
            // The payload is split into messages only when it is complete, so it arrived after the answer.
            #expect(!call.log.recorded.contains { if case .message = $0 { true } else { false } })
            #expect(try await call.nextMessage().utf8.count == 50_000_000)
        }
    }

    @Test("Under a strict policy a flood of PINGs ends with too_many_pings")
    func pingPolicy() async throws {
        var configuration = GRPCServerConfiguration()
        configuration.keepalive.minPingInterval = .seconds(60)
        configuration.keepalive.maxPingStrikes = 1
        let goaways = EventLog<HTTP2ErrorCode>()
        try await TransportFixture.run(.init(server: configuration)) { fixture in
            try await fixture.client.run { session in
                session.onGoaway = { _, code in goaways.append(code) }
                for index in 0..<3 { session.ping(payload: UInt64(index)) }
            }.get()
            #expect(try await goaways.first { $0 } == .enhanceYourCalm)
            try await fixture.client.channel.closeFuture.get()
        }
    }

    @Test("A connection may be closed from inside the handler of a message", arguments: [false, true])
    func closedFromHandler(bypassesHandler: Bool) async throws {
        var setup = TransportFixture.Setup()
        setup.custom = { stream, event in
            guard case .message = event else { return }
            if bypassesHandler {
                stream.connection?.channel?.close(promise: nil)
            } else {
                stream.connection?.closeNow()
            }
        }
        setup.whenActive = { session in
            // All in one read of the server: more frames follow after the one whose handler closes.
            for _ in 0..<5 {
                let handler = RecordingClientHandler { _ in }
                let call = try? session.openCall(path: "/test.Service/Custom", handler: handler)
                for _ in 0..<3 { call?.send(message: [ByteBuffer(repeating: 1, count: 100)]) }
            }
        }
        try await TransportFixture.run(setup) { fixture in
            for _ in 0..<5 {
                #expect(try await fixture.serverStreamClosed() == .connectionClosed)
            }
            try await fixture.client.channel.closeFuture.get()
        }
    }

    @Test("A connection over the limit is closed")
    func connectionLimit() async throws {
        var configuration = GRPCServerConfiguration()
        configuration.limits.maxConnections = 1
        try await TransportFixture.run(.init(server: configuration)) { fixture in
            try await fixture.expectAlive()
            let address = try #require(fixture.server.localAddress)
            let second = try await GRPCClientConnection.connect(to: address, group: TransportFixture.group)
            try await second.channel.closeFuture.get()
            try await fixture.expectAlive()
        }
    }

    @Test("All streams are freed when the peer disappears")
    func abruptEnd() async throws {
        try await TransportFixture.run { fixture in
            try await fixture.client.run { session in
                for _ in 0..<1_000 {
                    let call = try session.openCall(
                        path: "/test.Service/Echo",
                        handler: RecordingClientHandler { _ in }
                    )
                    call.send(message: [ByteBuffer(string: "x")])
                }
            }.get()
            var opened = 0
            while opened < 1_000 {
                opened += try await fixture.log.first { if case .message = $0 { 1 } else { nil } }
            }
            await fixture.client.close()
            for _ in 0..<1_000 {
                #expect(try await fixture.serverStreamClosed() == .connectionClosed)
            }
        }
    }
}

@Suite("Draining of connections", .timeLimit(.minutes(1)))
struct DrainTests {
    @Test("Draining sends two GOAWAYs, ends the calls and closes the connection")
    func drain() async throws {
        let goaways = EventLog<Int32>()
        try await TransportFixture.run { fixture in
            try await fixture.client.run { session in
                session.onGoaway = { last, code in
                    #expect(code == .noError)
                    goaways.append(last)
                }
            }.get()
            var calls: [ClientCall] = []
            for _ in 0..<5 {
                let call = try await fixture.call("Echo")
                try await call.send("x")
                _ = try await call.nextMessage()
                calls.append(call)
            }
            var plan = GRPCDrainPlan()
            plan.spread = .milliseconds(50)
            try await fixture.server.drain(plan)
            for call in calls {
                #expect(try await call.closed().status?.code == .unavailable)
            }
            #expect(goaways.recorded == [.max, 9])
            #expect(fixture.server.connections.count == 0)
            try await fixture.client.channel.closeFuture.get()
            await #expect(throws: (any Error).self) { _ = try await fixture.call("Echo") }
        }
    }

    @Test("A connection that ignores the drain is closed at the deadline")
    func deadline() async throws {
        var client = GRPCClientConfiguration()
        client.http2.initialWindowSize = 0
        client.creditsAutomatically = false
        try await TransportFixture.run(.init(client: client)) { fixture in
            let call = try await fixture.call("Big")
            try await call.send("1000")
            _ = try await call.log.first { if case .headers = $0 { true } else { nil } }
            var plan = GRPCDrainPlan()
            plan.spread = .milliseconds(10)
            plan.deadline = .milliseconds(200)
            // The trailers cannot overtake the message, which has no window.
            try await fixture.server.drain(plan)
            #expect(try await fixture.serverStreamClosed() == .connectionClosed)
        }
    }
}
