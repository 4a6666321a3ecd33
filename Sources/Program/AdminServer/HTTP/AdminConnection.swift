internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// One connection: a request, its response, the next request.
///
/// Confined to its event loop.
final class AdminConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// The time limit for receiving a request and for sending its response.
    private static let patience = TimeAmount.seconds(30)

    private let check: RequestCheck
    private let routes: AdminRoutes
    private let hub: EventHub
    private let logger: Logger
    private var request: HTTPRequestHead?
    private var answering: Task<Void, Never>?
    private var timer: Scheduled<Void>?
    private var context: ChannelHandlerContext?
    private(set) var isListener = false

    init(_ check: RequestCheck, _ routes: AdminRoutes, _ hub: EventHub, _ logger: Logger) {
        self.check = check
        self.routes = routes
        self.hub = hub
        self.logger = logger
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        armTimer()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            request = head
        case .body:
            break
        case .end:
            guard let request else { return }
            armTimer()
            answer(request)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if isListener { hub.flush(self) }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.debug("admin connection failed", metadata: ["error": "\(error)"])
        context.close(promise: nil)
    }

    private func answer(_ head: HTTPRequestHead) {
        if let rejection = check.rejection(of: head) { return send(rejection, to: head, andCloses: true) }
        let request = AdminRequest(head)
        if request.path == "/events", !request.isHead { return listen(head) }
        guard let loop = context?.eventLoop else { return }
        let this = NIOLoopBound(self, eventLoop: loop)
        answering = Task { [routes] in
            let response = await routes.respond(to: request)
            loop.execute {
                this.value.answering = nil
                this.value.send(response, to: head)
            }
        }
    }

    private func send(_ response: AdminResponse, to head: HTTPRequestHead, andCloses: Bool = false) {
        guard let context else { return }
        let keeps = head.isKeepAlive && !andCloses
        var headers = HTTPHeaders(AdminResponse.securityFields + response.fields)
        headers.add(name: "content-security-policy", value: response.contentSecurityPolicy)
        headers.add(name: "content-type", value: response.contentType)
        headers.add(name: "content-length", value: String(response.body.count))
        headers.add(name: "connection", value: keeps ? "keep-alive" : "close")
        let answer = HTTPResponseHead(version: .http1_1, status: response.status, headers: headers)
        context.write(wrapOutboundOut(.head(answer)), promise: nil)
        if head.method != .HEAD, !response.body.isEmpty {
            let body = context.channel.allocator.buffer(bytes: response.body)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.request = nil
            if keeps { self.armTimer() } else { self.context?.close(promise: nil) }
        }
        armTimer()
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    }

    private func armTimer() {
        timer?.cancel()
        timer = context?.eventLoop.assumeIsolated().scheduleTask(in: Self.patience) {
            self.context?.close(promise: nil)
        }
    }

    private func end() {
        timer?.cancel()
        timer = nil
        answering?.cancel()
        answering = nil
        context = nil
        if isListener { hub.remove(self) }
        isListener = false
    }
}

// MARK: Server-sent events

extension AdminConnection {
    private func listen(_ head: HTTPRequestHead) {
        guard let context else { return }
        guard hub.add(self) else {
            var rejection = AdminResponse.error(.serviceUnavailable, "too many open event streams")
            rejection.fields = [("retry-after", "10")]
            return send(rejection, to: head, andCloses: true)
        }
        isListener = true
        timer?.cancel()
        timer = nil
        var headers = HTTPHeaders(AdminResponse.securityFields)
        headers.add(name: "content-type", value: "text/event-stream; charset=utf-8")
        headers.add(name: "connection", value: "close")
        let answer = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
        context.write(wrapOutboundOut(.head(answer)), promise: nil)
        write("retry: 1000\nevent: hello\ndata: {}\n\n")
    }

    /// A Boolean value that indicates whether the browser reads what it is sent.
    var isWritable: Bool { context?.channel.isWritable ?? false }

    /// Sends text of the event stream.
    func write(_ text: String) {
        guard let context else { return }
        let buffer = context.channel.allocator.buffer(string: text)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    }

    /// Closes the stream of a browser that does not read.
    func drop() { context?.close(promise: nil) }
}
