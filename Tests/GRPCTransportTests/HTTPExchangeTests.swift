import NIOCore
import Testing

@testable import GRPCTransport

/// Answers "/echo" with the body, "/later" on the next tick, "/none" with 304.
private struct EchoHTTP: HTTPRequestHandler {
    func handles(_ request: HTTPRequestHead) -> Bool {
        ["/echo", "/later", "/none"].contains(request.path)
    }

    func respond(to request: HTTPRequestHead, body: ByteBuffer, exchange: HTTPServerExchange) {
        switch request.path {
        case "/none":
            exchange.respond(status: 304)
        case "/later":
            exchange.eventLoop.assumeIsolated().execute { exchange.respond(status: 200, body: [body]) }
        default:
            let fields = [HTTPField("content-type", "application/json"), HTTPField("x-method", request.method)]
            exchange.respond(status: 200, fields: fields, body: [body])
        }
    }
}

@Suite("Plain HTTP on the gRPC port over HTTP/2", .timeLimit(.minutes(1)))
struct HTTPExchangeTests {
    private func run(maxBody: Int = 1 << 20, _ body: (TransportFixture) async throws -> Void) async throws {
        var configuration = GRPCServerConfiguration()
        configuration.limits.maxBodyLength = maxBody
        try await TransportFixture.run(.init(server: configuration, httpHandler: EchoHTTP()), body)
    }

    private func answer(to call: ClientCall) async throws -> (fields: [HTTPField], body: String) {
        _ = try await call.closed()
        let body = call.log.recorded.compactMap { event -> ByteBuffer? in
            if case .data(let data) = event { data } else { nil }
        }
        return (call.fieldSections.first ?? [], body.map { String(buffer: $0) }.joined())
    }

    @Test("A request is answered with headers and body", arguments: [0, 1, 100_000])
    func echo(length: Int) async throws {
        try await run { fixture in
            let text = String(repeating: "j", count: length)
            let call = try await fixture.request(
                path: "/echo",
                contentType: "application/json",
                endStream: false,
                isRaw: true
            )
            try await call.run { stream in
                stream.send(raw: ByteBuffer(string: text))
                stream.halfClose()
            }
            let (fields, body) = try await answer(to: call)
            #expect(
                fields == [
                    HTTPField(":status", "200"), HTTPField("content-type", "application/json"),
                    HTTPField("x-method", "POST"), HTTPField("content-length", "\(length)"),
                ]
            )
            #expect(body == text)
            try await fixture.expectAlive()
        }
    }

    @Test("A response may be sent later, and without a body")
    func later() async throws {
        try await run { fixture in
            let later = try await fixture.request(path: "/later", contentType: nil, isRaw: true)
            #expect(try await answer(to: later).fields.firstValue(of: ":status") == "200")
            let none = try await fixture.request(method: "GET", path: "/none", contentType: nil, isRaw: true)
            #expect(try await answer(to: none).fields == [HTTPField(":status", "304")])
        }
    }

    @Test("A long body gets 413")
    func tooLarge() async throws {
        try await run(maxBody: 1_000) { fixture in
            let call = try await fixture.request(path: "/echo", contentType: nil, endStream: false, isRaw: true)
            try await call.run { $0.send(raw: ByteBuffer(repeating: 1, count: 1_001)) }
            #expect(try await answer(to: call).fields.firstValue(of: ":status") == "413")
            try await fixture.expectAlive()
        }
    }
}
