import NIOConcurrencyHelpers
import NIOCore
import Testing

@testable import GRPCTransport

@Suite("Rejected HTTP/2 requests", .timeLimit(.minutes(1)))
struct RefusedRequestTests {
    @Test(
        "A rejected request gets its HTTP status and gRPC status, and the connection stays open",
        arguments: [
            ("POST", "/test.Service/Echo", "text/plain", "415", "3"),
            ("POST", "/test.Service/Echo", "application/grpcx", "415", "3"),
            ("POST", "/test.Service/Echo", nil, "415", "3"),
            ("GET", "/test.Service/Echo", "application/grpc", "405", "13"),
            ("POST", "/nobody.Service/Echo", "application/grpc", "200", "12"),
            ("POST", "/test.Service/Nothing", "application/grpc", "200", "12"),
            ("POST", "/x", "application/grpc", "200", "12"),
        ] as [(String, String, String?, String, String)]
    )
    func refused(method: String, path: String, type: String?, http: String, grpc: String) async throws {
        try await TransportFixture.run { fixture in
            let call = try await fixture.request(method: method, path: path, contentType: type, endStream: false)
            let end = try await call.closed()
            #expect(end.code == .noError)
            let fields = try #require(call.fieldSections.first)
            #expect(call.fieldSections.count == 1)
            #expect(fields.firstValue(of: ":status") == http)
            #expect(fields.firstValue(of: "grpc-status") == grpc)
            #expect(fields.firstValue(of: "content-type") == "application/grpc")
            try await fixture.expectAlive()
        }
    }

    @Test(
        "Content types with a subtype or a parameter are accepted",
        arguments: ["application/grpc+proto", "application/grpc;charset=x"]
    )
    func accepted(type: String) async throws {
        try await TransportFixture.run { fixture in
            let call = try await fixture.request(path: "/test.Service/Echo", contentType: type, endStream: true)
            #expect(try await call.closed().status == .ok)
        }
    }

    @Test("A malformed timeout gets 400", arguments: ["abc", "999999999S"])
    func timeout(text: String) async throws {
        try await TransportFixture.run { fixture in
            let call = try await fixture.call("Echo", metadata: [HTTPField("grpc-timeout", text)])
            #expect(try await call.closed().status?.code == .internal)
            #expect(call.fieldSections.first?.firstValue(of: ":status") == "400")
        }
    }

    @Test("A malformed request is reset by nghttp2, and the connection stays open", arguments: ["x", ""])
    func malformed(path: String) async throws {
        try await TransportFixture.run { fixture in
            let call = try await fixture.request(path: path, contentType: "application/grpc", endStream: false)
            #expect(try await call.closed().code == .protocolError)
            try await fixture.expectAlive()
        }
    }

    @Test("A header list over the limit gets 431")
    func headerList() async throws {
        var configuration = GRPCServerConfiguration()
        configuration.http2.maxHeaderListSize = 8 * 1024
        try await TransportFixture.run(.init(server: configuration)) { fixture in
            let call = try await fixture.call(
                "Echo",
                metadata: [HTTPField("x-long", String(repeating: "h", count: 20_000))]
            )
            #expect(try await call.closed().status?.code == .resourceExhausted)
            #expect(call.fieldSections.first?.firstValue(of: ":status") == "431")
            try await fixture.expectAlive()
        }
    }

    @Test("Only streams over the limit get REFUSED_STREAM")
    func streamLimit() async throws {
        var configuration = GRPCServerConfiguration()
        configuration.http2.maxConcurrentStreams = 2
        let log = EventLog<(Int, ClientEvent)>()
        var setup = TransportFixture.Setup()
        setup.server = configuration
        setup.whenActive = { session in
            // Before the client knows the server's SETTINGS, which is the only time when a correct client exceeds the
            // limit.
            for index in 0..<5 {
                let handler = RecordingClientHandler { log.append((index, $0)) }
                let call = try? session.openCall(path: "/test.Service/Echo", handler: handler)
                call?.send(message: [ByteBuffer(string: "\(index)")])
            }
        }
        try await TransportFixture.run(setup) { fixture in
            var refused: [Int] = []
            var served: [String] = []
            while refused.count + served.count < 5 {
                let (index, event) = try await log.first { $0 }
                switch event {
                case .message(let message): served.append(String(buffer: message))
                case .closed(let code, _):
                    #expect(code == .refusedStream)
                    refused.append(index)
                default: break
                }
            }
            #expect(refused == [2, 3, 4])
            #expect(served == ["0", "1"])
            #expect(fixture.server.connections.count == 1)
        }
    }
}

@Suite("HTTP/2 flow control", .timeLimit(.minutes(1)))
struct FlowControlTests {
    @Test("A response is sent through a small window without accumulating")
    func smallWindow() async throws {
        var configuration = GRPCClientConfiguration()
        configuration.http2.initialWindowSize = 0
        configuration.creditsAutomatically = false
        try await TransportFixture.run(.init(client: configuration)) { fixture in
            let call = try await fixture.request(
                path: "/test.Service/Big",
                contentType: "application/grpc",
                endStream: false,
                isRaw: true
            )
            try await call.send("995")
            _ = try await call.log.first { if case .headers = $0 { true } else { nil } }
            for left in stride(from: 900, through: 0, by: -100) {
                try await call.run { try $0.grantWindow(bytes: 100) }
                try await call.awaitData(100)
                #expect(try await fixture.queuedOnServer() == left)
            }
        }
    }

    @Test("A window that became negative is respected")
    func negativeWindow() async throws {
        var setup = TransportFixture.Setup()
        setup.client.http2.initialWindowSize = 65_535
        setup.client.creditsAutomatically = false
        let pings = EventLog<UInt64>()
        try await TransportFixture.run(setup) { fixture in
            try await fixture.client.run { session in session.onPingAnswered = { pings.append($0) } }.get()
            let call = try await fixture.request(
                path: "/test.Service/Big",
                contentType: "application/grpc",
                endStream: false,
                isRaw: true
            )
            try await call.send("100000")
            try await call.awaitData(65_535)
            try await fixture.client.run { session in
                try session.send(settings: [.initialWindowSize(1_000)])
                session.ping(payload: 1)
            }.get()
            _ = try await pings.first { $0 }
            // The window is now 1,000 - 65,535; this raises it to zero, and nothing may be sent.
            try await call.run { try $0.grantWindow(bytes: 64_535) }
            try await fixture.client.run { $0.ping(payload: 2) }.get()
            _ = try await pings.first { $0 }
            #expect(call.receivedBytes == 65_535)
            try await call.run { try $0.grantWindow(bytes: 34_470) }
            try await call.awaitData(34_470)
        }
    }

    @Test("Small messages are sent between the frames of a long one")
    func fairness() async throws {
        let log = EventLog<(String, ClientEvent)>()
        var setup = TransportFixture.Setup()
        setup.whenActive = { session in
            let big = RecordingClientHandler { log.append(("big", $0)) }
            let small = RecordingClientHandler { log.append(("small", $0)) }
            let fields = [
                HTTPField(":method", "POST"), HTTPField(":scheme", "http"), HTTPField(":path", "/test.Service/Big"),
                HTTPField(":authority", "x"), HTTPField("content-type", "application/grpc"),
            ]
            let long = try? session.open(fields: fields, isRaw: true, handler: big)
            long?.send(message: [ByteBuffer(string: "20000000")])
            let short = try? session.openCall(path: "/test.Service/Echo", handler: small)
            for index in 0..<10 { short?.send(message: [ByteBuffer(string: "\(index)")]) }
        }
        try await TransportFixture.run(setup) { _ in
            var bigBytes = 0
            var smallMessages: [String] = []
            var bigBytesAtLastSmall = 0
            while bigBytes < 20_000_005 {
                switch try await log.first({ $0 }) {
                case ("big", .data(let data)): bigBytes += data.readableBytes
                case ("small", .message(let message)):
                    smallMessages.append(String(buffer: message))
                    bigBytesAtLastSmall = bigBytes
                default: break
                }
            }
            #expect(smallMessages == (0..<10).map(String.init))
            // The small messages may wait for a turn, but not for the long one.
            #expect(bigBytesAtLastSmall <= 1024 * 1024)
        }
    }

    @Test("Many interleaved messages that exceed the connection's window do not stall")
    func interleaved() async throws {
        var configuration = GRPCServerConfiguration()
        configuration.http2.connectionWindowSize = 128 * 1024
        try await TransportFixture.run(.init(server: configuration)) { fixture in
            var calls: [ClientCall] = []
            for _ in 0..<20 { calls.append(try await fixture.call("Echo")) }
            let half = ByteBuffer(repeating: 0x61, count: 30_000)
            for call in calls {
                try await call.run { stream in
                    stream.send(raw: messagePrefix(length: 60_000))
                    stream.send(raw: half)
                }
            }
            for call in calls {
                try await call.run { $0.send(raw: half) }
            }
            for call in calls {
                #expect(try await call.nextMessage().utf8.count == 60_000)
            }
        }
    }

    @Test("A message longer than the stream's window is accepted")
    func longRequest() async throws {
        try await TransportFixture.run { fixture in
            let call = try await fixture.call("Echo")
            let text = String(repeating: "z", count: 3_000_000)
            try await call.send(text)
            #expect(try await call.nextMessage() == text)
        }
    }

    @Test("A call that exceeds the connection's limit of incomplete messages is ended")
    func inboundBound() async throws {
        var configuration = GRPCServerConfiguration()
        configuration.limits.maxBufferedInboundBytes = 50_000
        try await TransportFixture.run(.init(server: configuration)) { fixture in
            let first = try await fixture.call("Echo")
            let second = try await fixture.call("Echo")
            let part = ByteBuffer(repeating: 0x61, count: 30_000)
            try await first.run {
                $0.send(raw: messagePrefix(length: 60_000))
                $0.send(raw: part)
            }
            try await second.run {
                $0.send(raw: messagePrefix(length: 60_000))
                $0.send(raw: part)
            }
            #expect(try await second.closed().status?.code == .resourceExhausted)
            try await first.run { $0.send(raw: part) }
            #expect(try await first.nextMessage().utf8.count == 60_000)
        }
    }

    @Test("The handler is notified when its queue is short again")
    func writability() async throws {
        let wasWritable = NIOLockedValueBox<[Bool]>([])
        var setup = TransportFixture.Setup()
        setup.custom = { stream, event in
            switch event {
            case .message:
                wasWritable.withLockedValue { $0.append(stream.isWritable) }
                stream.send(message: [ByteBuffer(repeating: 0x61, count: 1_000_000)])
                wasWritable.withLockedValue { $0.append(stream.isWritable) }
            case .writable:
                wasWritable.withLockedValue { $0.append(stream.isWritable) }
            default: break
            }
        }
        try await TransportFixture.run(setup) { fixture in
            let call = try await fixture.call("Custom")
            try await call.send("go")
            #expect(try await call.nextMessage().utf8.count == 1_000_000)
            _ = try await fixture.log.first { if case .writable = $0 { true } else { nil } }
            #expect(wasWritable.withLockedValue { $0 } == [true, false, true])
        }
    }
}

extension TransportFixture {
    /// Returns the bytes queued on all connections of the server, of which there must be one.
    func queuedOnServer() async throws -> Int {
        let log = EventLog<Int>()
        server.connections.runOnEach { log.append($0.bufferedBytes) }
        return try await log.first { $0 }
    }
}

extension ClientCall {
    /// The payload bytes received so far on a raw stream.
    var receivedBytes: Int {
        log.recorded.reduce(0) { sum, event in
            if case .data(let data) = event { sum + data.readableBytes } else { sum }
        }
    }

    /// Waits for exactly this many more payload bytes on a raw stream.
    func awaitData(_ count: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        var received = 0
        while received < count {
            received += try await log.first { if case .data(let data) = $0 { data.readableBytes } else { nil } }
        }
        #expect(received == count, sourceLocation: sourceLocation)
    }
}
