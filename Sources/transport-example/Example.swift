import GRPCTransport
import Logging
import NIOCore

/// Echoes every message on every path but those of the plain HTTP handler.
struct EchoService: GRPCService {
    func makeHandler(path: String, request: GRPCRequestHead, stream: GRPCServerStream) -> (any GRPCStreamHandler)? {
        EchoHandler(stream: stream)
    }
}

final class EchoHandler: GRPCStreamHandler {
    let stream: GRPCServerStream
    init(stream: GRPCServerStream) { self.stream = stream }
    func received(message: ByteBuffer) { stream.send(message: [message]) }
    func halfClosed() { stream.finish(status: .ok) }
    func streamClosed(reason: StreamCloseReason) {}
}

struct HelloHandler: HTTPRequestHandler {
    func handles(_ request: HTTPRequestHead) -> Bool { request.path == "/hello" || request.path == "/big" }
    func respond(to request: HTTPRequestHead, body: ByteBuffer, exchange: HTTPServerExchange) {
        let size = request.path == "/big" ? 50_000_000 : 0
        let answer =
            size > 0
            ? ByteBuffer(repeating: 120, count: size)
            : ByteBuffer(string: "hello \(request.method) \(body.readableBytes)\n")
        exchange.respond(status: 200, fields: [HTTPField("content-type", "text/plain")], body: [answer])
    }
}

@main
struct Example {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        if arguments.count == 4 {
            return try await pushBench(
                connections: arguments[0],
                streams: arguments[1],
                size: arguments[2],
                rounds: arguments[3]
            )
        }
        let server = try await GRPCServer.start(
            on: .hostname("127.0.0.1", port: 28_811),
            service: EchoService(),
            httpHandler: HelloHandler(),
            logger: Logger(label: "example")
        )
        print("listening on \(String(describing: server.localAddress))")
        try await Task.sleep(for: .seconds(120))
        try await server.close()
    }
}
