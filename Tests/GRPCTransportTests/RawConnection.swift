import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import GRPCTransport

/// An HTTP/1.1 response, unparsed.
struct RawAnswer: Sendable, Equatable {
    var status: Int
    /// The fields, with their names unchanged.
    var fields: [HTTPField]
    var body: String

    func value(of name: String) -> String? { fields.firstValue(of: name) }
}

/// A socket on which a test writes bytes and reads HTTP/1.1 responses.
final class RawConnection {
    private let channel: any Channel
    private var chunks: AsyncStream<ByteBuffer>.Iterator
    /// The bytes that were received and not read yet.
    private(set) var received = ""

    private init(channel: any Channel, chunks: AsyncStream<ByteBuffer>) {
        self.channel = channel
        self.chunks = chunks.makeAsyncIterator()
    }

    /// Runs a test with a connection to a server, over TLS if there are options for it.
    ///
    /// - Parameter text: the bytes that are sent as soon as the connection is open, even if the tests' threads are
    ///   busy.
    static func use<Result>(
        _ server: GRPCServer,
        tls: TLSClientContext.Options? = nil,
        sending text: String = "",
        _ body: (RawConnection) async throws -> Result
    ) async throws -> Result {
        let context = try tls.map { try TLSClientContext($0) }
        let (chunks, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        let channel = try await ClientBootstrap(group: TransportFixture.group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context { try channel.pipeline.syncOperations.addHandler(context.makeHandler()) }
                    try channel.pipeline.syncOperations.addHandler(ChunkHandler(continuation))
                }
            }
            .connect(to: try #require(server.localAddress))
            .flatMap { channel in
                guard !text.isEmpty else { return channel.eventLoop.makeSucceededFuture(channel) }
                return channel.writeAndFlush(ByteBuffer(string: text)).map { channel }
            }
            .get()
        let connection = RawConnection(channel: channel, chunks: chunks)
        do {
            let result = try await body(connection)
            connection.close()
            return result
        } catch {
            connection.close()
            throw error
        }
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text)).get()
    }

    func send(_ bytes: some Sequence<UInt8> & Sendable) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: Array(bytes))).get()
    }

    func close() { channel.close(promise: nil) }

    /// Returns true if the other side closes without sending more bytes.
    func isClosed() async -> Bool {
        if let chunk = await chunks.next() {
            received += String(buffer: chunk)
            return false
        }
        return true
    }

    /// Returns everything up to the end of the connection.
    func rest() async -> String {
        while await !isClosed() {}
        return received
    }

    /// Returns the next response; `hasBody` is false after HEAD.
    func answer(hasBody: Bool = true) async throws -> RawAnswer {
        while true {
            if let (answer, length) = Self.parse(received, hasBody: hasBody) {
                received = String(decoding: received.utf8.dropFirst(length), as: UTF8.self)
                return answer
            }
            if await isClosed() { throw RawConnectionError(text: "closed after \(received)") }
        }
    }

    private static func parse(_ text: String, hasBody: Bool) -> (RawAnswer, length: Int)? {
        guard let end = text.utf8.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: text.utf8[..<end.lowerBound], as: UTF8.self)
        let lines = head.split(separator: "\r\n")
        let fields = lines.dropFirst().compactMap { line -> HTTPField? in
            let parts = line.split(separator: ":", maxSplits: 1)
            return parts.count == 2 ? HTTPField("\(parts[0])", "\(parts[1].drop { $0 == " " })") : nil
        }
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count > 1, words[0] == "HTTP/1.1", let status = Int(words[1]) else { return nil }
        let length = hasBody ? fields.firstValue(of: "content-length").flatMap { Int($0) } ?? 0 : 0
        let body = text.utf8[end.upperBound...].prefix(length)
        guard body.count == length else { return nil }
        let answer = RawAnswer(status: status, fields: fields, body: String(decoding: body, as: UTF8.self))
        return (answer, head.utf8.count + 4 + length)
    }
}

struct RawConnectionError: Error {
    let text: String
}

private final class ChunkHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let continuation: AsyncStream<ByteBuffer>.Continuation

    init(_ continuation: AsyncStream<ByteBuffer>.Continuation) { self.continuation = continuation }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(unwrapInboundIn(data)) }

    func channelInactive(context: ChannelHandlerContext) { continuation.finish() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
