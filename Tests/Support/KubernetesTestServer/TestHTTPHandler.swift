internal import NIOCore
internal import NIOHTTP1

/// One connection of the server.
final class TestHTTPHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answer: @Sendable (TestRequest) -> TestAnswer
    private let closed: @Sendable (TestWatcher) -> Void
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()
    private var watcher: TestWatcher?

    init(
        answer: @escaping @Sendable (TestRequest) -> TestAnswer,
        closed: @escaping @Sendable (TestWatcher) -> Void
    ) {
        self.answer = answer
        self.closed = closed
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.clear()
        case .body(var part): body.writeBuffer(&part)
        case .end:
            guard let head else { return }
            let bytes = Array(body.readableBytesView)
            let request = TestRequest(method: head.method.rawValue, uri: head.uri, body: bytes) {
                head.headers.first(name: $0)
            }
            write(answer(request), context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        // Delayed: the write that found the connection closed may hold the watcher's lock.
        if let watcher { context.eventLoop.execute { [closed] in closed(watcher) } }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func write(_ answer: TestAnswer, _ context: ChannelHandlerContext) {
        switch answer {
        case .close: context.close(promise: nil)
        case .hang: break
        case .whole(let status, let headers, let body, let isJSON):
            // Real servers compress lists from 128 KiB, and never watches.
            let isLarge = body.utf8.count >= 128 << 10
            writeHead(
                status,
                headers + (isLarge ? [Self.compressible] : []),
                length: body.utf8.count,
                isJSON: isJSON,
                context
            )
            writeBody(ByteBuffer(string: body), context)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case .truncated(let body):
            writeHead(200, [], length: body.utf8.count, context)
            context.writeAndFlush(
                wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: String(body.prefix(body.count / 2))))))
            ).assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        case .huge(let bytes):
            writeHead(200, [Self.compressible], length: nil, context)
            fill(bytes, context)
        case .trickle(let body, let size, let pause):
            writeHead(200, [], length: body.utf8.count, context)
            trickle(ByteBuffer(string: body), size, .milliseconds(pause), context)
        case .watch(let watcher):
            self.watcher = watcher
            writeHead(200, [], length: nil, context)
            context.flush()
            watcher.open(on: context.channel)
        }
    }

    /// Marks a response that is compressed for clients that accept it.
    private static let compressible = TestAnswer.TestHeader(name: "Vary", value: "Accept-Encoding")

    private func writeHead(
        _ status: Int,
        _ headers: [TestAnswer.TestHeader],
        length: Int?,
        isJSON: Bool = true,
        _ context: ChannelHandlerContext
    ) {
        var fields = HTTPHeaders(headers.map { ($0.name, $0.value) })
        fields.add(name: "Content-Type", value: isJSON ? "application/json" : "text/plain; charset=utf-8")
        if let length { fields.add(name: "Content-Length", value: String(length)) }
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: fields)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
    }

    private func writeBody(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    }

    private func trickle(_ rest: ByteBuffer, _ size: Int, _ pause: TimeAmount, _ context: ChannelHandlerContext) {
        var rest = rest
        guard let piece = rest.readSlice(length: min(size, rest.readableBytes)), piece.readableBytes > 0 else {
            return context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(piece))), promise: nil)
        context.eventLoop.assumeIsolated().scheduleTask(in: pause) { self.trickle(rest, size, pause, context) }
    }

    private func fill(_ bytes: Int, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        guard bytes > 0 else { return context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
        let size = min(bytes, 1 << 16)
        let buffer = ByteBuffer(repeating: 0x20, count: size)
        // The next part is sent only after this one, so that a client that stops reading applies back-pressure.
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(buffer)))).assumeIsolated().whenSuccess {
            self.fill(bytes - size, context)
        }
    }
}
