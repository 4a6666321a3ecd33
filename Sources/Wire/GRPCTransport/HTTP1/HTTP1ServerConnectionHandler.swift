internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// The channel handler of one HTTP/1.1 server connection, which answers requests one after the other, in the order of
/// arrival (XP-R4).
///
/// Confined to the channel's event loop.
final class HTTP1ServerConnectionHandler: ChannelDuplexHandler, LimitedConnection {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private(set) var peer: GRPCPeer
    var attachment: AnyObject?
    private(set) var channel: (any Channel)?
    let configuration: GRPCServerConfiguration
    let logger: Logger
    var lifetime = ConnectionLifetime()

    private let httpHandler: any HTTPRequestHandler
    private let registry: ConnectionRegistry
    private let openedAt: NIODeadline?
    private var context: ChannelHandlerContext?
    private var machine: HTTP1ConnectionStateMachine
    private var request: HTTP1Request?
    private var body = ByteBuffer()
    /// The request that is being answered.
    private var exchange: HTTPServerExchange?
    private var lastExchange: Int32 = 0
    /// The parts after the request that is being answered, at most those of one read.
    private var waiting: CircularBuffer<HTTPServerRequestPart> = []
    private var isTakingParts = false
    /// The reason that the bytes after ``waiting`` are not a valid request.
    private var unreadable: HTTP1RequestError?
    /// A Boolean value that indicates whether the channel wants to read and has to wait.
    private var isReadWithheld = false
    private var timer = DeadlineTimer()
    private var hardClose: Scheduled<Void>?

    init(
        _ configurator: ServerPipelineConfigurator,
        _ httpHandler: any HTTPRequestHandler,
        client: ServerPipelineConfigurator.Client?,
        openedAt: NIODeadline?
    ) {
        peer = GRPCPeer(connectionID: configurator.id, identity: client?.identity)
        configuration = configurator.configuration
        logger = configurator.connectionLogger
        registry = configurator.registry
        self.httpHandler = httpHandler
        self.openedAt = openedAt
        machine = HTTP1ConnectionStateMachine(
            limits: .init(configurator.configuration),
            openedAt: openedAt ?? .distantPast
        )
    }

    var streamCount: Int { request == nil ? 0 : 1 }
    /// Always 0, because responses are handed to the channel as a whole.
    var bufferedBytes: Int { 0 }
    var isDraining: Bool { machine.isDraining }

    func beginDrain(_ plan: GRPCDrainPlan) {
        guard let channel, !machine.isDraining else { return }
        if machine.drain() { return closeNow() }
        hardClose = channel.eventLoop.assumeIsolated().scheduleTask(in: plan.deadline) { self.closeNow() }
    }

    func closeNow() { context?.close(promise: nil) }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        start(context)
        context.fireChannelActive()
    }

    /// Records received bytes, which may not form a request yet.
    func receivedBytes(at now: NIODeadline) {
        machine.receivedBytes(at: now)
        armTimer()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard machine.phase != .lingering else { return }
        waiting.append(unwrapInboundIn(data))
        receiveParts()
    }

    /// Delays reading until the current request is answered.
    func read(context: ChannelHandlerContext) {
        if machine.isBusy {
            isReadWithheld = true
        } else {
            context.read()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else {
            logger.debug("connection failed", metadata: ["error": "\(error)"])
            // After invalid bytes the parser also rejects all others; the connection is ending already.
            if unreadable == nil { context.close(promise: nil) }
            return
        }
        guard unreadable == nil, machine.phase != .lingering else { return }
        unreadable = HTTP1RequestError(error)
        receiveParts()
    }

    // MARK: Requests

    /// Processes the received parts up to the end of the next request.
    private func receiveParts() {
        // A response that is written at once re-enters here.
        guard !isTakingParts else { return }
        isTakingParts = true
        while !machine.isBusy, machine.phase != .lingering, let part = waiting.popFirst() { receive(part) }
        isTakingParts = false
        guard !machine.isBusy, machine.phase != .lingering else { return }
        if let unreadable { return refuse(unreadable) }
        if isReadWithheld {
            isReadWithheld = false
            context?.read()
        }
        armTimer()
    }

    private func receive(_ part: HTTPServerRequestPart) {
        guard let now = channel?.eventLoop.now else { return }
        do throws(HTTP1RequestError) {
            switch part {
            case .head(let head):
                try begin(try HTTP1Request(head), at: now)
            case .body(var bytes):
                try machine.receivedBody(bytes: bytes.readableBytes)
                try hold(&bytes)
            case .end:
                machine.receivedEnd(at: now)
                answer()
            }
        } catch {
            refuse(error)
        }
    }

    /// Adds bytes to the body.
    ///
    /// - Throws: ``HTTP1RequestError`` if all connections together hold too many.
    private func hold(_ bytes: inout ByteBuffer) throws(HTTP1RequestError) {
        let isExceeded = registry.inbound.add(bytes.readableBytes)
        body.writeBuffer(&bytes)
        guard !isExceeded || body.readableBytes <= configuration.limits.inboundBytesWithoutShare else {
            throw HTTP1RequestError(503, "too many bytes in incomplete bodies")
        }
    }

    private func releaseBody() {
        registry.inbound.add(-body.readableBytes)
        body = ByteBuffer()
    }

    private func begin(_ request: HTTP1Request, at now: NIODeadline) throws(HTTP1RequestError) {
        self.request = request
        guard httpHandler.handles(request.head) else {
            throw HTTP1RequestError(505, "gRPC is not served over HTTP/1.1, expected HTTP/2")
        }
        try machine.receivedHead(request, at: now)
        if request.expectsContinue {
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context?.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        }
        armTimer()
    }

    private func answer() {
        guard let request, let channel else { return }
        lastExchange &+= 1
        let exchange = HTTPServerExchange(
            lastExchange,
            request: request.head,
            connection: self,
            eventLoop: channel.eventLoop,
            transport: self
        )
        self.exchange = exchange
        defer { releaseBody() }
        httpHandler.respond(to: request.head, body: body, exchange: exchange)
    }

    private func refuse(_ rejection: HTTP1RequestError) {
        guard let channel else { return }
        logger.debug("request rejected", metadata: ["status": "\(rejection.status)", "text": "\(rejection.message)"])
        waiting = []
        releaseBody()
        let text = ByteBuffer(string: rejection.message + "\n")
        let fields = [
            HTTPField("content-type", "text/plain"), HTTPField("content-length", String(text.readableBytes)),
        ]
        let isHead = request?.head.method == "HEAD"
        machine.refused(at: channel.eventLoop.now)
        write(status: rejection.status, fields: fields, body: isHead ? [] : [text])
    }

    // MARK: Answers

    private func write(status: Int, fields: [HTTPField], body: [ByteBuffer]) {
        guard let context else { return }
        var headers = HTTPHeaders(fields.map { ($0.name, $0.value) })
        if machine.isLast {
            headers.add(name: "connection", value: "close")
        } else if request?.isOld == true {
            headers.add(name: "connection", value: "keep-alive")
        }
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        for slice in body { context.write(wrapOutboundOut(.body(.byteBuffer(slice))), promise: nil) }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenSuccess { self.answerWritten() }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
        armTimer()
    }

    private func answerWritten() {
        guard let channel, let context else { return }
        machine.written(at: channel.eventLoop.now)
        request = nil
        let exchange = self.exchange
        self.exchange = nil
        exchange?.close(isDelivered: true)
        if machine.phase == .lingering {
            // Closing with unread input would make the kernel send a reset, which can destroy the response on its way.
            waiting = []
            context.close(mode: .output, promise: nil)
            if isReadWithheld { context.read() }
            armTimer()
        } else if waiting.isEmpty {
            receiveParts()
        } else {
            // Requests that came together are answered one in each turn, so that other connections have theirs.
            context.eventLoop.assumeIsolated().execute { self.receiveParts() }
        }
    }

    // MARK: Time

    private func armTimer() {
        guard let channel else { return }
        timer.arm(at: machine.deadline, on: channel.eventLoop) { self.timerFired() }
    }

    private func timerFired() {
        timer.fired()
        guard let channel else { return }
        switch machine.expiry(at: channel.eventLoop.now) {
        case .refuse(let rejection)?: refuse(rejection)
        case .close?:
            logger.debug("connection closed after a timeout", metadata: ["phase": "\(machine.phase)"])
            closeNow()
        case nil: armTimer()
        }
    }

    private func start(_ context: ChannelHandlerContext) {
        guard self.context == nil else { return }
        self.context = context
        channel = context.channel
        machine = HTTP1ConnectionStateMachine(limits: .init(configuration), openedAt: openedAt ?? context.eventLoop.now)
        peer.address = context.channel.remoteAddress
        peer.localAddress = context.channel.localAddress
        registry.add(self, on: context.eventLoop)
        armTimer()
        limitAge()
    }

    private func end() {
        guard let channel else { return }
        self.channel = nil
        context = nil
        timer.cancel()
        hardClose?.cancel()
        hardClose = nil
        lifetime.cancel()
        request = nil
        waiting = []
        releaseBody()
        let exchange = self.exchange
        self.exchange = nil
        exchange?.close(isDelivered: false)
        registry.remove(self, on: channel.eventLoop)
        attachment = nil
    }
}

extension HTTP1ServerConnectionHandler: HTTPExchangeTransport {
    func send(status: Int, fields: [HTTPField], body: [ByteBuffer]) {
        guard let channel, machine.phase == .answering else { return }
        machine.answered(at: channel.eventLoop.now)
        write(status: status, fields: fields, body: body)
    }
}

extension HTTP1RequestError {
    /// Converts a parser error to a rejection.
    fileprivate init(_ error: HTTPParserError) {
        switch error {
        case .headerOverflow: self.init(431, "header list too long")
        case .invalidVersion: self.init(505, "unsupported version, expected HTTP/1.1 or HTTP/2")
        default: self.init(400, "invalid request, expected HTTP/1.1")
        }
    }
}
