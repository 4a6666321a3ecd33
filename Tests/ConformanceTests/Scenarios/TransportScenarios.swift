import DiscoveryServer
import DiscoveryTestSupport
import EnvoyMessages
import GRPCTransport
import MeshModel
import NIOCore
import Testing

/// gRPC and HTTP/2.
extension Scenario {
    static let transport: [Scenario] = [
        .run("X-01", on: [.transport], x01),
        .run("X-02", on: [.transport], x02),
        .run("X-03", on: [.transport], x03),
        .run("X-04", on: [.transport], x04),
        .run("X-05", on: .streams, x05),
        .run("X-06", on: [.streamEndpoints], Bench.Setup { $0.client.http2.outboundPadding = 255 }, x06),
        .run("X-07", on: .streams + [.fetch], x07),
        .run("X-08", on: .streams + [.fetch], x08),
        .run("X-09", on: .streams + [.fetch], x09),
        .run("X-10", on: .streams + [.fetch], x10),
        .run("X-11", on: .sotw + [.fetch], x11),
        .run("X-12", on: [.fetch], x12),
        .run("X-13", on: .sotw, x13),
        .run("X-14", on: .sotw, x14),
        .run("X-15", on: [.streamEndpoints], x15),
        .run("X-16", on: [.streamEndpoints], x16),
        .run("X-17", on: [.streamEndpoints], Bench.Setup(mesh: large) { $0.client.creditsAutomatically = false }, x17),
        .run(
            "X-18",
            on: [.streamEndpoints],
            Bench.Setup(mesh: large) { setup in
                setup.client.creditsAutomatically = false
                setup.server.timeouts.writeStall = .milliseconds(200)
            },
            x18
        ),
        .elsewhere("X-19", "HTTP2BehaviourTests: A window that became negative is respected"),
        .elsewhere("X-20", "HTTP2BehaviourTests: Small messages are sent between the frames of a long one"),
        .run("X-21", on: [.transport], Bench.Setup { $0.server.http2.maxConcurrentStreams = 2 }, x21),
        .run("X-22", on: [.transport], x22),
        .elsewhere("X-23", "ConnectionLifeTests: The server answers a PING while it sends a long message"),
        .run("X-24", on: [.transport], x24),
        .elsewhere(
            "X-25",
            "ConnectionTimeoutTests: A silent peer gets a PING, and its connection is closed if it stays silent"
        ),
        .run("X-26", on: [.streamEndpoints], x26),
        .run(
            "X-27",
            on: [.streamEndpoints],
            Bench.Setup { setup in
                setup.server.age.limit = .milliseconds(300)
                setup.server.age.grace = .milliseconds(100)
            },
            x27
        ),
        .run("X-28", on: [.transport], x28),
        .elsewhere(
            "X-29",
            "ConnectionLifeTests: The server sends GOAWAY before it closes a connection for a protocol violation"
        ),
        .run("X-30", on: [.streamEndpoints], x30),
        .elsewhere("X-31", "GRPCTransportTests.TLSTests"),
        .elsewhere("X-32", "GRPCTransportTests.TLSTests"),
        .run("X-33", on: [.transport], x33),
        .run("X-34", on: [.streamEndpoints], x34),
    ]

    /// One resource of about a megabyte.
    private static let large = TestMesh([
        "a": (0..<20_000).map { "10.\(1 + $0 / 62_500).\($0 / 250 % 250).\($0 % 250 + 1)" }
    ])

    private static func status(_ end: StreamEnd) -> String? {
        end.fields.first?.first { $0.name == ":status" }?.value
    }

    /// Sends bytes as a whole stream of a variant and returns its end.
    private static func end(
        of bytes: ByteBuffer,
        _ bench: Bench,
        metadata: [HTTPField] = [],
        halfClosing: Bool = false
    ) async throws -> StreamEnd {
        let call = try await WireCall.open(bench.variant.path, on: bench.connection, metadata: metadata)
        try await call.run {
            $0.send(raw: bytes)
            if halfClosing { $0.halfClose() }
        }
        return try await call.end()
    }

    @Sendable private static func x01(_ bench: Bench) async throws {
        let call = try await WireCall.open(
            path: bench.variant.path,
            contentType: "text/plain",
            on: bench.connection,
            endStream: true
        )
        #expect(try await call.answer().status == "415")
        try await bench.expectAlive()
    }

    @Sendable private static func x02(_ bench: Bench) async throws {
        let request = framed(try DiscoveryRequestMessage(resourceNames: [TestMesh.cluster("a")]).encoded())
        for type in ["application/grpc+proto", "application/grpc;charset=x", "application/grpc"] {
            let call = try await WireCall.open(path: Variant.fetch.path, contentType: type, on: bench.connection)
            try await call.run {
                $0.send(raw: request)
                $0.halfClose()
            }
            let answer = try await call.answer()
            #expect(answer.status == "200")
            #expect(answer.body.contains("a.shop.svc.cluster.local"))
        }
        let call = try await WireCall.open(
            path: bench.variant.path,
            contentType: "application/grpcx",
            on: bench.connection,
            endStream: true
        )
        #expect(try await call.answer().status == "415")
    }

    @Sendable private static func x03(_ bench: Bench) async throws {
        for path in [
            "/no.such.Service/Method", "/envoy.service.endpoint.v3.EndpointDiscoveryService/NoSuchMethod", "/x",
            "/a/b/c",
        ] {
            let end = try await (try await WireCall.open(path, on: bench.connection)).end()
            #expect(end.status?.code == .unimplemented)
            #expect(end.fields.count == 1, "trailers-only (XP-H34)")
            #expect(end.fields[0].contains { $0.name == "content-type" })
        }
        // A path without a slash is invalid in HTTP/2.
        let end = try await (try await WireCall.open("x", on: bench.connection)).end()
        #expect(end.status?.code == .unimplemented || end.code != .noError)
        try await bench.expectAlive()
    }

    @Sendable private static func x04(_ bench: Bench) async throws {
        let call = try await WireCall.open(
            method: "GET",
            path: bench.variant.path,
            contentType: "application/grpc",
            on: bench.connection,
            endStream: true
        )
        #expect(try await call.answer().status == "405")
        try await bench.expectAlive()
    }

    @Sendable private static func x05(_ bench: Bench) async throws {
        if [Variant].delta.contains(bench.variant) {
            let client = try await bench.delta()
            try await client.call.run { $0.send(raw: ByteBuffer(), frameLength: 1) }
            try await client.subscribe(["a", "b"])
        } else {
            let client = try await bench.sotw()
            try await client.call.run { $0.send(raw: ByteBuffer(), frameLength: 1) }
            try await client.subscribe(["a", "b"])
        }
    }

    /// Two messages in one frame, then a prefix over two frames, all with padding.
    @Sendable private static func x06(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        let first = framed(try DiscoveryRequestMessage(resourceNames: [TestMesh.cluster("a")]).encoded())
        var both = first
        both.writeImmutableBuffer(
            framed(try DiscoveryRequestMessage(resourceNames: ["a", "b"].map(TestMesh.cluster)).encoded())
        )
        let bytes = both
        try await client.call.run { $0.send(raw: bytes) }
        #expect(try await client.next().names == ["a"])
        #expect(try await client.next().names == ["a", "b"])
        let split = framed(try DiscoveryRequestMessage(resourceNames: [TestMesh.cluster("c")]).encoded())
        try await client.call.run { $0.send(raw: split, frameLength: 3) }
        #expect(try await client.next().names == ["c"])
    }

    @Sendable private static func x07(_ bench: Bench) async throws {
        #expect(try await end(of: prefix(length: 1 << 30), bench).status?.code == .resourceExhausted)
        try await bench.expectAlive()
    }

    @Sendable private static func x08(_ bench: Bench) async throws {
        var compressed = prefix(flag: 1, length: 3)
        compressed.writeBytes([1, 2, 3])
        let identity = try await end(of: compressed, bench, metadata: [HTTPField("grpc-encoding", "identity")])
        #expect(identity.status?.code == .internal)
        let snappy = try await end(of: compressed, bench, metadata: [HTTPField("grpc-encoding", "snappy")])
        #expect(snappy.status?.code == .unimplemented)
        #expect(snappy.fields.joined().contains { $0.name == "grpc-accept-encoding" })
        #expect(try await end(of: prefix(flag: 7, length: 3), bench).status?.code == .internal)
        try await bench.expectAlive()
    }

    @Sendable private static func x09(_ bench: Bench) async throws {
        let neighbour = try await bench.sotw(.streamEndpoints)
        try await neighbour.subscribe(["a"])
        let garbage = try await end(of: framed([0xFF, 0xFF, 0xFF]), bench, halfClosing: bench.variant == .fetch)
        #expect(garbage.status?.code == .internal)
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        #expect(try await neighbour.next().names == ["a"])
    }

    @Sendable private static func x10(_ bench: Bench) async throws {
        for depth in [300, 10_000] {
            // Struct -> fields -> Value -> Struct ...; built from the inside out, each length includes the one within.
            var value: [UInt8] = []
            for level in 0..<depth {
                let number: UInt8 = level.isMultiple(of: 2) ? 0x2A : 0x12
                value = [number] + varint(value.count) + value
                if value.count > 1 << 20 { break }
            }
            let entry: [UInt8] = [0x0A, 1, 0x6B, 0x12] + varint(value.count) + value
            let metadata: [UInt8] = [0x0A] + varint(entry.count) + entry
            let node: [UInt8] = [0x1A] + varint(metadata.count) + metadata
            let tag: UInt8 = [Variant].delta.contains(bench.variant) ? 0x0A : 0x12
            let message = [tag] + varint(node.count) + node
            let end = try await end(of: framed(message), bench, halfClosing: true)
            let code = try #require(end.status?.code)
            #expect([.ok, .invalidArgument, .internal, .resourceExhausted].contains(code))
        }
        try await bench.expectAlive()
    }

    private static func varint(_ value: Int) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    @Sendable private static func x11(_ bench: Bench) async throws {
        let type = Array(SotwClient.endpoints.utf8)
        let typed: [UInt8] = [0x22, UInt8(type.count)] + type
        for name: [UInt8] in [[0x61, 0xFF], [0x61, 0x00, 0x62]] {
            let message = [0x1A, UInt8(name.count)] + name + typed
            #expect(
                try await end(of: framed(message), bench, halfClosing: true).status?.code == .invalidArgument
            )
        }
        try await bench.expectAlive()
    }

    @Sendable private static func x12(_ bench: Bench) async throws {
        let request = framed(try DiscoveryRequestMessage(resourceNames: ["a"]).encoded())
        var two = request
        two.writeImmutableBuffer(request)
        let half = request.getSlice(at: 0, length: request.readableBytes - 1) ?? ByteBuffer()
        for bytes in [ByteBuffer(), two, half] {
            #expect(try await end(of: bytes, bench, halfClosing: true).status?.code == .internal)
        }
    }

    @Sendable private static func x13(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a"])
        try await client.call.halfClose()
        #expect(try await client.next().names == ["a"])
        #expect(try await client.call.end().status?.code == .ok)
    }

    @Sendable private static func x14(_ bench: Bench) async throws {
        for code in [HTTP2ErrorCode.noError, .internalError, .streamClosed, .cancel] {
            let client = try await bench.sotw()
            try await client.ask(["a"])
            try await client.call.run { $0.reset(code: code) }
            try await client.call.settle()
        }
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        #expect(try await bench.server.openStreams() == 0)
        try await bench.expectAlive()
    }

    /// A client with hundreds of streams disappears.
    @Sendable private static func x15(_ bench: Bench) async throws {
        let connection = try await bench.connect()
        var last: SotwClient?
        for _ in 0..<200 {
            let client = try await bench.sotw(on: connection)
            try await client.ask(["a"])
            last = client
        }
        try await last?.call.settle()
        #expect(try await bench.server.openStreams() == 200)
        await connection.close()
        #expect(try await bench.server.openStreams(until: 0) == 0)
        try await bench.expectAlive()
    }

    @Sendable private static func x16(_ bench: Bench) async throws {
        let path = bench.variant.path
        for _ in 0..<5 {
            try await bench.connection.run { session in
                for _ in 0..<1_000 {
                    try session.openCall(path: path, handler: IgnoringHandler()).reset(code: .internalError)
                }
            }.get()
        }
        try await bench.expectAlive()
        #expect(try await bench.server.openStreams(until: 0) == 0)
    }

    /// A stream without credit gets its response in small parts, and another connection is not delayed.
    @Sendable private static func x17(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a"])
        let other = try await bench.connect()
        try await bench.expectAlive(other)
        let call = client.call
        try await bench.connection.run { session in try session.grantConnectionWindow(bytes: 16 << 20) }.get()
        let grants = Task {
            for _ in 0..<100 {
                try await call.run { try $0.grantWindow(bytes: 64 * 1_024) }
                await Task.yield()
            }
        }
        #expect(try await client.next().content["a"]?.count == 20_000)
        try await grants.value
    }

    @Sendable private static func x18(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a"])
        let end = try await client.call.end()
        #expect(end.code != .noError)
        #expect(try await bench.server.openStreams(until: 0) == 0)
        try await bench.expectAlive(try await bench.connect())
    }

    @Sendable private static func x21(_ bench: Bench) async throws {
        let path = bench.variant.path
        let inbox = Inbox<HTTP2ErrorCode>()
        // All at once with the preface, before the client knows the limit.
        let made = try await GRPCClientConnection.connect(
            to: try #require(bench.server.localAddress),
            group: bench.connection.channel.eventLoop,
            whenActive: { session in
                for _ in 0..<4 { _ = try? session.openCall(path: path, handler: ClosingHandler(inbox)) }
            }
        )
        for _ in 0..<2 { #expect(try await inbox.next() == .refusedStream) }
        #expect(try await bench.server.openStreams() == 2)
        #expect(inbox.unread.isEmpty)
        await made.close()
    }

    @Sendable private static func x22(_ bench: Bench) async throws {
        let call = try await WireCall.open(
            bench.variant.path,
            on: bench.connection,
            metadata: [HTTPField("grpc-timeout", "100m")]
        )
        let late = try await call.end()
        #expect(late.status?.code == .deadlineExceeded || late.code == .cancel)
        for text in ["abc", "999999999S"] {
            let call = try await WireCall.open(
                bench.variant.path,
                on: bench.connection,
                metadata: [HTTPField("grpc-timeout", text)]
            )
            let end = try await call.end()
            #expect(status(end) == "400" || end.status?.code == .internal)
        }
        try await bench.expectAlive()
    }

    /// PINGs at any rate are accepted by default, with and without streams (XP-E20); the strict policy is tested
    /// elsewhere.
    @Sendable private static func x24(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.subscribe(["a"])
        let answers = Inbox<UInt64>()
        for payload in 1...100 as ClosedRange<UInt64> {
            try await bench.connection.run { session in
                session.onPingAnswered = { answers.append($0) }
                session.ping(payload: payload)
            }.get()
            #expect(try await answers.next() == payload)
        }
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        #expect(try await client.next().names == ["a"])
    }

    @Sendable private static func x26(_ bench: Bench) async throws {
        var clients: [SotwClient] = []
        for _ in 0..<200 {
            let client = try await bench.sotw()
            try await client.ask(["a"])
            clients.append(client)
        }
        try await clients[0].call.settle()
        let goaways = Inbox<Int32>()
        try await bench.connection.run { $0.onGoaway = { last, _ in goaways.append(last) } }.get()
        var plan = GRPCDrainPlan()
        plan.spread = .milliseconds(100)
        try await bench.server.drain(plan)
        #expect(try await goaways.next() == Int32.max)
        #expect(try await goaways.next() < Int32.max)
        for client in clients { #expect(try await client.call.end().status?.code == .unavailable) }
    }

    /// Old connections are ended with their streams, and new ones are served.
    @Sendable private static func x27(_ bench: Bench) async throws {
        let connection = try await bench.connect()
        var clients: [SotwClient] = []
        for _ in 0..<20 {
            let client = try await bench.sotw(on: connection)
            try await client.ask(["a"])
            clients.append(client)
        }
        for client in clients { #expect(try await client.call.end().status?.code == .unavailable) }
        try await connection.channel.closeFuture.get()
        try await bench.expectAlive(try await bench.connect())
    }

    @Sendable private static func x33(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.subscribe(["a"])
        let call = try await WireCall.open(
            path: Variant.rest.path,
            contentType: "application/json",
            on: bench.connection
        )
        try await call.run {
            $0.send(raw: ByteBuffer(string: "{\"resource_names\":[\"\(TestMesh.cluster("a"))\"]}"))
            $0.halfClose()
        }
        #expect(try await call.answer().body.contains("a.shop.svc.cluster.local"))
        try await bench.change { $0["a"] = ["10.0.0.2"] }
        #expect(try await client.next().names == ["a"])
    }

    @Sendable private static func x28(_ bench: Bench) async throws {
        let call = try await WireCall.open(
            bench.variant.path,
            on: bench.connection,
            metadata: (0..<100).map { HTTPField("x-\($0)", String(repeating: "y", count: 1_000)) }
        )
        let end = try await call.end()
        #expect(status(end) == "431" || end.code != .noError)
        try await bench.expectAlive(try await bench.connect())
    }

    /// The server ends a stream that the client keeps open: trailers, then RST_STREAM NO_ERROR (XP-H35).
    @Sendable private static func x30(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a"], type: routes)
        let end = try await client.call.end()
        #expect(end.status?.code == .invalidArgument)
        #expect(end.code == .noError)
        // Envoy's own reset may cross it.
        try await client.call.run { $0.reset(code: .internalError) }
        try await bench.expectAlive()
    }

    @Sendable private static func x34(_ bench: Bench) async throws {
        let client = try await bench.sotw()
        try await client.ask(["a"], type: "100% \u{fc}\n")
        let end = try await client.call.end()
        #expect(end.status?.message.contains("100% \u{fc}\n") == true)
        let message = try #require(end.fields.joined().first { $0.name == "grpc-message" })
        #expect(message.value.contains("100%25 %C3%BC%0A"))
    }
}

/// A client handler that ignores all events.
private final class IgnoringHandler: GRPCClientStreamHandler {
    func received(message: ByteBuffer) {}
    func streamClosed(code: HTTP2ErrorCode, status: GRPCStatus?) {}
}

/// A client handler that reports the code with which its stream was closed.
private final class ClosingHandler: GRPCClientStreamHandler {
    private let inbox: Inbox<HTTP2ErrorCode>

    init(_ inbox: Inbox<HTTP2ErrorCode>) { self.inbox = inbox }

    func received(message: ByteBuffer) {}
    func streamClosed(code: HTTP2ErrorCode, status: GRPCStatus?) { inbox.append(code) }
}
