import NIOCore
import TestCertificates
import Testing

@testable import GRPCTransport

/// Answers "/echo" with the body, "/later" when the test requests it, "/none" with 304; all else under "/test.Service/"
/// is a gRPC call.
private struct EchoHandler: HTTPRequestHandler {
    enum Event: Sendable {
        case asked(path: String, NIOLoopBound<HTTPServerExchange>)
        case closed(isDelivered: Bool)
    }

    let log = EventLog<Event>()

    func handles(_ request: HTTPRequestHead) -> Bool { !request.path.hasPrefix("/test.Service/") }

    func respond(to request: HTTPRequestHead, body: ByteBuffer, exchange: HTTPServerExchange) {
        let log = log
        exchange.onClose = { log.append(.closed(isDelivered: $0)) }
        switch request.path {
        case "/none": exchange.respond(status: 304)
        case "/later": break
        default:
            let fields = [HTTPField("content-type", "text/plain"), HTTPField("x-method", request.method)]
            exchange.respond(status: 200, fields: fields, body: [body])
        }
        log.append(.asked(path: request.path, NIOLoopBound(exchange, eventLoop: exchange.eventLoop)))
    }

    /// Returns the next request for "/later".
    func later() async throws -> NIOLoopBound<HTTPServerExchange> {
        try await log.first { if case .asked("/later", let exchange) = $0 { exchange } else { nil } }
    }

    /// The number of requests so far.
    var count: Int { log.recorded.count { if case .asked = $0 { true } else { false } } }

    func nextClose() async throws -> Bool {
        try await log.first { if case .closed(let isDelivered) = $0 { isDelivered } else { nil } }
    }
}

@Suite("HTTP/1.1 on the gRPC port", .timeLimit(.minutes(1)))
struct HTTP1WireTests {
    private func run(
        staysOpen: Bool = true,
        _ adjust: (inout GRPCServerConfiguration) -> Void = { _ in },
        _ body: (TransportFixture, EchoHandler) async throws -> Void
    ) async throws {
        var configuration = GRPCServerConfiguration()
        configuration.limits.maxBodyLength = 1_000
        adjust(&configuration)
        let handler = EchoHandler()
        try await TransportFixture.run(.init(server: configuration, httpHandler: handler)) { fixture in
            try await body(fixture, handler)
            // HTTP/2 works on the same port.
            if staysOpen { try await fixture.expectAlive() }
        }
    }

    private static func post(_ path: String, _ body: String, fields: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)"
    }

    @Test("A connection is kept alive between requests, with the body in one piece or in chunks")
    func keepAlive() async throws {
        try await run { fixture, handler in
            try await RawConnection.use(fixture.server) { connection in
                try await connection.send(Self.post("/echo", "hello"))
                let first = try await connection.answer()
                #expect(
                    first
                        == RawAnswer(
                            status: 200,
                            fields: [
                                HTTPField("content-type", "text/plain"), HTTPField("x-method", "POST"),
                                HTTPField("content-length", "5"),
                            ],
                            body: "hello"
                        )
                )
                let chunked = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                try await connection.send(chunked + "5\r\nhello\r\n")
                try await connection.send("1;x=y\r\n \r\n5\r\nworld\r\n0\r\nx-t: 1\r\n\r\n")
                #expect(try await connection.answer().body == "hello world")
                try await connection.send(Self.post("/none", ""))
                let none = try await connection.answer()
                #expect(none.status == 304)
                #expect(none.fields == [])
                try await connection.send("HEAD /echo HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(try await connection.answer(hasBody: false).value(of: "x-method") == "HEAD")
                try await connection.send(Self.post("/echo", "end", fields: "Connection: close\r\n"))
                let last = try await connection.answer()
                #expect(last.body == "end")
                #expect(last.value(of: "connection") == "close")
                #expect(await connection.rest() == "")
                #expect(try await handler.nextClose())
            }
        }
    }

    @Test("Pipelined requests are answered in order")
    func pipelined() async throws {
        try await run { fixture, handler in
            try await RawConnection.use(fixture.server) { connection in
                let many = (0..<500).map { Self.post("/echo", "\($0)") }.joined()
                try await connection.send(Self.post("/later", "") + many)
                let later = try await handler.later()
                let asked = try await later.eventLoop.submit {
                    defer { later.value.respond(status: 200, body: [ByteBuffer(string: "late")]) }
                    return handler.count
                }.get()
                // No other request is handled before the first one is answered.
                #expect(asked == 1)
                #expect(try await connection.answer().body == "late")
                for number in 0..<500 { #expect(try await connection.answer().body == "\(number)") }
            }
        }
    }

    @Test("HTTP/1.1 and HTTP/2 are detected however the first bytes are split", arguments: 1...24)
    func cut(length: Int) async throws {
        try await run { fixture, _ in
            for text in [Self.post("/echo", "12345"), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0"] {
                try await RawConnection.use(fixture.server) { connection in
                    try await connection.send(text.utf8.prefix(length))
                    // A round trip on another connection: the first part is read before the second is sent.
                    try await fixture.expectAlive()
                    try await connection.send(text.utf8.dropFirst(length))
                    if text.hasPrefix("POST") {
                        #expect(try await connection.answer().body == "12345")
                    } else {
                        _ = await connection.isClosed()
                        // SETTINGS.
                        #expect(Array(connection.received.utf8.dropFirst(3).prefix(1)) == [4])
                    }
                }
            }
        }
    }

    /// The bytes of a client, and the status that it gets before the connection ends.
    static let rejections: [(request: String, status: Int)] = [
        ("GARBAGE\r\n\r\n", 400),
        ("POST /echo HTTP/1.1\r\n\r\n", 400),
        ("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", 400),
        ("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400),
        ("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n", 413),
        ("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n", 413),
        (
            "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n"
                + String(repeating: "x", count: 1_001), 413
        ),
        ("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n", 417),
        ("POST /echo HTTP/1.1\r\nHost: x\r\nx-long: \(String(repeating: "y", count: 70_000))", 431),
        ("POST /echo HTTP/1.1\r\nHost: x\r\n" + String(repeating: "x: y\r\n", count: 300), 431),
        ("POST /\(String(repeating: "y", count: 70_000))", 431),
        ("POST /test.Service/Echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/grpc\r\n\r\n", 505),
        ("POST /echo HTTP/3.7\r\nHost: x\r\n\r\n", 505),
    ]

    @Test("A connection ends after a rejected request", arguments: rejections)
    func refused(request: String, status: Int) async throws {
        try await run { fixture, handler in
            try await RawConnection.use(fixture.server) { connection in
                // A valid request before it is answered all the same.
                try await connection.send(Self.post("/echo", "good") + request)
                #expect(try await connection.answer().body == "good")
                let answer = try await connection.answer()
                #expect(answer.status == status, "\(answer)")
                #expect(answer.value(of: "connection") == "close")
                #expect(!answer.body.isEmpty)
                #expect(await connection.rest() == "")
                #expect(handler.count == 1)
            }
        }
    }

    @Test("The server sends 100 Continue when the client asks for it")
    func expectation() async throws {
        try await run { fixture, _ in
            try await RawConnection.use(fixture.server) { connection in
                let head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n"
                try await connection.send(head)
                #expect(try await connection.answer() == RawAnswer(status: 100, fields: [], body: ""))
                try await connection.send("ok")
                #expect(try await connection.answer().body == "ok")
            }
        }
    }

    @Test(
        "HTTP/1.0 is served, and kept alive on request",
        arguments: [("", "close"), ("Connection: keep-alive\r\n", "keep-alive")]
    )
    func oldVersion(fields: String, connectionField: String) async throws {
        try await run { fixture, _ in
            try await RawConnection.use(fixture.server) { connection in
                try await connection.send("POST /echo HTTP/1.0\r\nContent-Length: 3\r\n\(fields)\r\nold")
                let answer = try await connection.answer()
                #expect(answer.body == "old")
                #expect(answer.value(of: "connection") == connectionField)
                if connectionField == "close" { #expect(await connection.rest() == "") }
            }
        }
    }

    @Test(
        "A late head or body gets 408, and a connection without any byte is closed silently",
        arguments: [
            // Longer than a busy machine needs to pass on the first bytes.
            ("POST /echo HT", .seconds(3), .hours(1), 408),
            ("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1", .hours(1), .milliseconds(100), 408),
            ("PR", .seconds(3), .hours(1), nil),
        ] as [(String, TimeAmount, TimeAmount, Int?)]
    )
    func slow(text: String, head: TimeAmount, body: TimeAmount, status: Int?) async throws {
        try await run(staysOpen: false) {
            $0.timeouts.firstRequest = head
            $0.timeouts.message = body
        } _: { fixture, _ in
            try await RawConnection.use(fixture.server, sending: text) { connection in
                if let status {
                    let answer = try await connection.answer()
                    #expect(answer.status == status)
                }
                #expect(await connection.rest() == "")
            }
        }
    }

    @Test("A connection that is idle for too long after a response is closed")
    func idle() async throws {
        try await run {
            $0.timeouts.http1Idle = .milliseconds(100)
        } _: { fixture, _ in
            try await RawConnection.use(fixture.server) { connection in
                try await connection.send(Self.post("/echo", "a"))
                #expect(try await connection.answer().value(of: "connection") == nil)
                #expect(await connection.rest() == "")
            }
        }
    }

    @Test("The handler is notified when the client disconnects before the response")
    func clientLeaves() async throws {
        try await run { fixture, handler in
            try await RawConnection.use(fixture.server) { connection in
                try await connection.send(Self.post("/later", ""))
                _ = try await handler.later()
                #expect(try await fixture.server.connections.countStreams() == 1)
                connection.close()
                #expect(try await handler.nextClose() == false)
            }
            #expect(try await fixture.server.connections.countStreams() == 0)
        }
    }

    @Test("A drain waits for pending responses and closes idle connections")
    func drain() async throws {
        try await run(staysOpen: false) { fixture, handler in
            try await RawConnection.use(fixture.server) { idle in
                try await idle.send(Self.post("/echo", "a"))
                _ = try await idle.answer()
                try await RawConnection.use(fixture.server) { waiting in
                    try await waiting.send(Self.post("/later", ""))
                    let later = try await handler.later()
                    async let drained: Void = fixture.server.drain()
                    #expect(await idle.rest() == "")
                    // The other connection may be on another event loop.
                    while try await later.eventLoop.submit({ later.value.connection?.isDraining }).get() == false {
                        await Task.yield()
                    }
                    try await later.eventLoop.submit { later.value.respond(status: 200) }.get()
                    let answer = try await waiting.answer()
                    #expect(answer.status == 200)
                    #expect(answer.value(of: "connection") == "close")
                    #expect(await waiting.rest() == "")
                    try await drained
                }
            }
        }
    }

    @Test("A connection at its maximum age ends after the pending response")
    func age() async throws {
        try await run(staysOpen: false) {
            $0.age.limit = .milliseconds(50)
        } _: { fixture, _ in
            try await RawConnection.use(fixture.server) { connection in
                try await connection.send(Self.post("/echo", "a"))
                #expect(try await connection.answer().body == "a")
                #expect(await connection.rest() == "")
            }
        }
    }

    @Test(
        "HTTP/1.1 over TLS is served to clients that negotiate it, and to those without ALPN",
        arguments: [["http/1.1"], []]
    )
    func tls(protocols: [String]) async throws {
        try await TestAuthority.use { authority in
            let root = try await authority.authority()
            let files = try await authority.server()
            let shown = try await authority.issue("client", names: ["URI:spiffe://test/client"], for: .client)
            var server = GRPCServerConfiguration()
            server.tls = try TLSReloader(
                TLSConfigurationSource(certificate: files.certificate, key: files.key, clientAuthorities: root)
            )
            var options = TLSClientContext.Options()
            options.authorities = root
            options.certificate = shown.certificate
            options.key = shown.key
            var setup = TransportFixture.Setup(server: server, httpHandler: EchoHandler())
            setup.client.tls = try TLSClientContext(options)
            options.applicationProtocols = protocols
            let mine = options
            try await TransportFixture.run(setup) { fixture in
                try await RawConnection.use(fixture.server, tls: mine) { connection in
                    for number in 0..<2 {
                        try await connection.send(Self.post("/echo", "\(number)"))
                        #expect(try await connection.answer().body == "\(number)")
                    }
                }
                try await fixture.expectAlive()
                // Without a certificate no request is served.
                var stranger = mine
                stranger.certificate = nil
                stranger.key = nil
                try await RawConnection.use(fixture.server, tls: stranger) { connection in
                    try? await connection.send(Self.post("/echo", "x"))
                    #expect(await connection.rest() == "")
                }
            }
        }
    }
}
