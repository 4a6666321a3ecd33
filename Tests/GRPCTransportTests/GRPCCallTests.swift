import NIOCore
import Testing

@testable import GRPCTransport

@Suite("gRPC calls over a socket", .timeLimit(.minutes(1)))
struct GRPCCallTests {
    @Test("A call echoes messages and ends with OK after the half-close")
    func echo() async throws {
        try await TransportFixture.run { fixture in
            let call = try await fixture.call("Echo")
            for text in ["one", "", "three"] {
                try await call.send(text)
                #expect(try await call.nextMessage() == text)
            }
            try await call.run { $0.halfClose() }
            let end = try await call.closed()
            #expect(end.status == .ok)
            #expect(end.code == .noError)
            #expect(
                call.fieldSections == [
                    [HTTPField(":status", "200"), HTTPField("content-type", "application/grpc")],
                    [HTTPField("grpc-status", "0")],
                ]
            )
            #expect(try await fixture.serverStreamClosed() == .finished)
        }
    }

    @Test("The response is delivered before the status when the client half-closes at once")
    func halfClose() async throws {
        try await TransportFixture.run { fixture in
            let call = try await fixture.call("Echo")
            try await call.run { stream in
                stream.send(message: [ByteBuffer(string: "a"), ByteBuffer(string: "b")])
                stream.halfClose()
            }
            #expect(try await call.nextMessage() == "ab")
            #expect(try await call.closed().status == .ok)
        }
    }

    @Test("A call works over a Unix socket")
    func unixSocket() async throws {
        let path = "/tmp/grpc-transport-\(UInt64.random(in: 0 ... .max)).sock"
        try await TransportFixture.run(.init(address: .unixSocket(path: path))) { fixture in
            try await fixture.expectAlive()
        }
    }

    @Test("A call whose bytes arrive in frames of one byte is served")
    func singleByteFrames() async throws {
        try await TransportFixture.run { fixture in
            let call = try await fixture.call("Echo")
            let text = String(repeating: "x", count: 300)
            try await call.run { $0.send(raw: framed(text), frameLength: 1) }
            #expect(try await call.nextMessage() == text)
        }
    }

    @Test("Two messages in one frame and a prefix in two are parsed")
    func frameBoundaries() async throws {
        try await TransportFixture.run { fixture in
            let call = try await fixture.call("Echo")
            var both = framed("first")
            var second = framed("second")
            both.writeBuffer(&second)
            let bytes = both
            try await call.run { $0.send(raw: bytes) }
            #expect(try await call.nextMessage() == "first")
            #expect(try await call.nextMessage() == "second")
            let third = framed("third")
            try await call.run { $0.send(raw: third, frameLength: 3) }
            #expect(try await call.nextMessage() == "third")
        }
    }

    @Test("Padding is credited too")
    func padding() async throws {
        var configuration = GRPCClientConfiguration()
        configuration.http2.outboundPadding = 255
        var server = GRPCServerConfiguration()
        server.http2.connectionWindowSize = 128 * 1024
        server.http2.initialWindowSize = 64 * 1024
        try await TransportFixture.run(.init(server: server, client: configuration)) { fixture in
            let call = try await fixture.call("Echo")
            let text = String(repeating: "p", count: 500)
            // Each byte costs 256 bytes of window: 20 messages need more than ten times the connection's window.
            for _ in 0..<20 {
                try await call.run { $0.send(raw: framed(text), frameLength: 1) }
                #expect(try await call.nextMessage() == text)
            }
        }
    }

    @Test(
        "Invalid framing ends the call with the right status, and the connection stays open",
        arguments: [
            (UInt8(0), UInt32(1 << 30), nil, 8, false), (1, 3, "identity", 13, true), (1, 3, nil, 13, true),
            (1, 3, "snappy", 12, true), (7, 3, nil, 13, false),
        ] as [(UInt8, UInt32, String?, Int, Bool)]
    )
    func brokenFraming(flag: UInt8, length: UInt32, encoding: String?, code: Int, namesCodings: Bool) async throws {
        try await TransportFixture.run { fixture in
            let metadata = encoding.map { [HTTPField("grpc-encoding", $0)] } ?? []
            let call = try await fixture.call("Echo", metadata: metadata)
            try await call.run { $0.send(raw: messagePrefix(flag: flag, length: length)) }
            let end = try await call.closed()
            #expect(end.status?.code.rawValue == code)
            let fields = try #require(call.fieldSections.last)
            #expect(fields.firstValue(of: "content-type") == "application/grpc")
            #expect((fields.firstValue(of: "grpc-accept-encoding") == "identity") == namesCodings)
            guard case .failed(let status) = try await fixture.serverStreamClosed() else {
                Issue.record("expected the transport to end the call")
                return
            }
            #expect(status.code.rawValue == code)
            try await fixture.expectAlive()
        }
    }

    @Test("A call that stops inside a message ends with INTERNAL")
    func truncated() async throws {
        try await TransportFixture.run { fixture in
            let call = try await fixture.call("Echo")
            try await call.run { stream in
                stream.send(raw: messagePrefix(length: 10))
                stream.halfClose()
            }
            #expect(try await call.closed().status?.code == .internal)
        }
    }

    @Test("A status message is percent-encoded and sent with the content type in one header list")
    func failure() async throws {
        try await TransportFixture.run { fixture in
            let call = try await fixture.call("Fail")
            #expect(try await call.closed().status == GRPCStatus(.notFound, "100% \u{fc}\n"))
            #expect(call.fieldSections.count == 1)
            #expect(call.fieldSections.first?.firstValue(of: "grpc-message") == "100%25 %C3%BC%0A")
        }
    }

    @Test("The handler is freed when the client resets the call", arguments: [0, 2, 5, 8] as [UInt32])
    func reset(code: UInt32) async throws {
        try await TransportFixture.run { fixture in
            let call = try await fixture.call("Big")
            // More than the client's window: the response is being sent when the reset arrives.
            try await call.send("20000000")
            _ = try await call.log.first { if case .headers = $0 { true } else { nil } }
            try await call.run { $0.reset(code: HTTP2ErrorCode(rawValue: code)) }
            #expect(try await fixture.serverStreamClosed() == .reset(HTTP2ErrorCode(rawValue: code)))
            try await fixture.expectAlive()
        }
    }

    @Test("A call ends when its timeout has passed")
    func deadline() async throws {
        try await TransportFixture.run { fixture in
            let call = try await fixture.call("Silent", metadata: [HTTPField("grpc-timeout", "10m")])
            try await call.send("x")
            #expect(try await call.closed().status?.code == .deadlineExceeded)
            #expect(try await fixture.serverStreamClosed() == .deadlineExceeded)
        }
    }

    @Test("Every well-formed timeout is accepted", arguments: ["99999999H", "99999999M", "99999999S"])
    func longDeadline(text: String) async throws {
        try await TransportFixture.run { fixture in
            let call = try await fixture.call("Echo", metadata: [HTTPField("grpc-timeout", text)])
            try await call.send("x")
            #expect(try await call.nextMessage() == "x")
            try await call.run { $0.halfClose() }
            #expect(try await call.closed().status == .ok)
        }
    }

    @Test("The handler is notified of the end of the connection")
    func connectionClosed() async throws {
        try await TransportFixture.run { fixture in
            let call = try await fixture.call("Echo")
            try await call.send("x")
            _ = try await call.nextMessage()
            await fixture.client.close()
            #expect(try await fixture.serverStreamClosed() == .connectionClosed)
        }
    }

    @Test("A paused call receives no message, and all of them after it is resumed")
    func pause() async throws {
        var setup = TransportFixture.Setup()
        setup.custom = { stream, event in
            switch event {
            case .opened: stream.pauseReceiving()
            case .message(let message): stream.send(message: [message])
            case .halfClosed: stream.finish(status: .ok)
            default: break
            }
        }
        try await TransportFixture.run(setup) { fixture in
            let call = try await fixture.call("Custom")
            let text = String(repeating: "y", count: 10_000)
            // Twice the stream's window: the client must wait for credit.
            try await call.run { stream in
                for _ in 0..<52 { stream.send(message: [ByteBuffer(string: text)]) }
                stream.halfClose()
            }
            try await fixture.expectAlive()
            #expect(call.log.recorded.isEmpty)
            #expect(try await call.queuedBytes() > 200_000)
            fixture.server.connections.runOnEach { connection in
                for stream in (connection as? GRPCServerConnectionHandler)?.streams ?? [] { stream.resumeReceiving() }
            }
            for _ in 0..<52 {
                #expect(try await call.nextMessage() == text)
            }
            #expect(try await call.closed().status == .ok)
        }
    }
}

extension ClientCall {
    /// Bytes that the client could not send yet.
    func queuedBytes() async throws -> Int {
        try await stream.eventLoop.submit { [stream] in stream.value.bufferedBytes }.get()
    }
}
