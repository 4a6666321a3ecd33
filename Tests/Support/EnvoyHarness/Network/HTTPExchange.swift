import NIOCore
import NIOHTTP1
import NIOPosix

/// A kept-alive HTTP/1.1 connection with successive requests.
struct HTTPExchange {
    private var inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>
    private let server: NetworkEndpoint

    /// Connects, lets `body` send its requests, and disconnects; after `limit` the connection is closed.
    static func connected<Result: Sendable>(
        to server: NetworkEndpoint,
        limit: TimeAmount = .seconds(60),
        _ body: (inout HTTPExchange) async throws -> Result
    ) async throws -> Result {
        let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: server.address, port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        let channel = connection.channel
        let timer = channel.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
        defer { timer.cancel() }
        return try await connection.executeThenClose { inbound, outbound in
            var exchange = HTTPExchange(inbound: inbound.makeAsyncIterator(), outbound: outbound, server: server)
            return try await body(&exchange)
        }
    }

    /// Sends a request and reads the response.
    ///
    /// Throws ``HarnessError`` with code `unexpectedAnswer` if the connection ends before the response does.
    mutating func answer(to request: HTTPRequest) async throws -> HTTPRequest.Answer {
        // In one write: a server may close the connection as soon as it has read a head without content.
        let body: [HTTPClientRequestPart] =
            request.body.isEmpty ? [] : [.body(.byteBuffer(ByteBuffer(string: request.body)))]
        try await outbound.write(contentsOf: [.head(request.head(for: server))] + body + [.end(nil)])
        var answer: HTTPResponseHead?
        var content = ByteBuffer()
        while let part = try await inbound.next() {
            switch part {
            case .head(let head): answer = head
            case .body(var bytes): content.writeBuffer(&bytes)
            case .end:
                guard let answer else { continue }
                return HTTPRequest.Answer(
                    status: Int(answer.status.code),
                    headers: answer.headers.map { HTTPRequest.Header(name: $0.name.lowercased(), value: $0.value) },
                    body: String(buffer: content)
                )
            }
        }
        throw HarnessError(.unexpectedAnswer, "\(server)\(request.path): the connection ended before the response")
    }
}
