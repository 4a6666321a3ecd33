internal import Logging
public import NIOCore

/// The channel handler of one HTTP/2 server connection, which owns its session and routes its streams.
///
/// Confined to the channel's event loop. Its public members are for closures that the owner runs there through
/// ``ConnectionRegistry``.
public final class GRPCServerConnectionHandler: ChannelInboundHandler, LimitedConnection {
    /// Bytes of the connection, after TLS.
    public typealias InboundIn = ByteBuffer
    /// Bytes of the connection, before TLS.
    public typealias OutboundOut = ByteBuffer

    /// The peer of the connection.
    public private(set) var peer: GRPCPeer
    /// An object that the owner may attach to this connection.
    public var attachment: AnyObject?
    /// The channel, for example to read the TLS peer's certificate; nil after the connection ended.
    public private(set) var channel: (any Channel)?

    let configuration: GRPCServerConfiguration
    let session: HTTP2Session
    let logger: Logger
    let service: any GRPCService
    let httpHandler: (any HTTPRequestHandler)?
    private let registry: ConnectionRegistry?
    let driver: HTTP2ConnectionDriver
    /// The received bytes held in incomplete and withheld messages and bodies of all streams.
    private(set) var inboundBytes = 0
    /// The streams whose received messages wait for a turn of the connection.
    var turns: TurnBudget<any TurnTaking>
    var drain: ConnectionDrain?
    var deadlines: ConnectionDeadlines
    var timer = DeadlineTimer()
    var pingPolicy: PingPolicy?
    var lifetime = ConnectionLifetime()
    /// The time when the socket was accepted, if that was before the handler was added.
    private let openedAt: NIODeadline?

    init(
        id: UInt64,
        configuration: GRPCServerConfiguration,
        service: any GRPCService,
        httpHandler: (any HTTPRequestHandler)?,
        registry: ConnectionRegistry?,
        logger: Logger,
        identity: PeerIdentity? = nil,
        openedAt: NIODeadline? = nil
    ) throws(HTTP2Error) {
        self.openedAt = openedAt
        self.peer = GRPCPeer(connectionID: id, identity: identity)
        self.configuration = configuration
        self.service = service
        self.httpHandler = httpHandler
        self.registry = registry
        var logger = logger
        logger[metadataKey: "connection"] = "\(id)"
        self.logger = logger
        self.session = try HTTP2Session(role: .server, configuration: configuration.http2)
        self.driver = HTTP2ConnectionDriver(session: session)
        self.deadlines = ConnectionDeadlines(limits: .init(configuration), openedAt: .distantPast)
        self.turns = TurnBudget(limit: configuration.limits.turnBudget)
        self.pingPolicy = configuration.keepalive.minPingInterval.map {
            PingPolicy(minInterval: $0, maxStrikes: configuration.keepalive.maxPingStrikes)
        }
    }

    /// The number of open streams, gRPC and plain HTTP together.
    public var streamCount: Int { session.streams.count }
    /// The bytes queued on all streams and not yet handed to the channel.
    public var bufferedBytes: Int { session.queuedBytes }
    /// A Boolean value that indicates whether the connection accepts no new streams because it drains (XP-H54).
    public var isDraining: Bool { drain != nil }

    /// The open gRPC streams in the order of their identifiers.
    public var streams: [GRPCServerStream] {
        session.streams.values.compactMap { $0.delegate as? GRPCServerStream }.sorted { $0.id < $1.id }
    }

    /// Sends GOAWAY with an error code and closes the connection after it was written (XP-H6).
    public func terminate(code: HTTP2ErrorCode) {
        driver.terminate(code: code)
    }

    /// Closes the socket at once.
    public func closeNow() {
        driver.closeNow()
    }

    // MARK: Channel events

    /// Starts the session if the channel is already active.
    public func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive {
            start(context)
        }
    }

    /// Starts the session.
    public func channelActive(context: ChannelHandlerContext) {
        start(context)
        context.fireChannelActive()
    }

    /// Feeds the received bytes to the session.
    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        driver.receive(unwrapInboundIn(data))
    }

    /// Writes the output that the received bytes caused.
    public func channelReadComplete(context: ChannelHandlerContext) {
        deadlines.receivedBytes(at: context.eventLoop.now)
        turns.end()
        driver.readComplete()
        context.fireChannelReadComplete()
    }

    /// Continues to write.
    public func channelWritabilityChanged(context: ChannelHandlerContext) {
        driver.writabilityChanged()
        recordWriteState()
        context.fireChannelWritabilityChanged()
    }

    /// Ends all streams.
    public func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    /// Ends all streams.
    public func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    /// Closes the connection, because the channel below is broken.
    public func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.debug("connection failed", metadata: ["error": "\(error)"])
        context.close(promise: nil)
    }

    // MARK: For streams

    func submitResponse(_ fields: [HTTPField], on stream: HTTP2Stream, endStream: Bool) {
        do {
            try session.submitResponse(fields, on: stream, endStream: endStream)
        } catch {
            logger.debug("response not sent", metadata: ["stream": "\(stream.id)", "error": "\(error)"])
        }
        scheduleFlush()
    }

    func scheduleFlush() {
        driver.scheduleFlush()
    }

    func streamSettled(_ id: Int32) {
        deadlines.streamSettled(id)
    }

    /// Records that a stream waits for the rest of a message.
    func streamAwaitsMessage(_ id: Int32) {
        guard let channel else { return }
        deadlines.streamAwaitsMessage(id, at: channel.eventLoop.now)
        armTimer()
    }

    /// Records a change of the received bytes that a stream holds.
    ///
    /// - Returns: false if they have to be refused: the connection, or all connections together, hold too much.
    @discardableResult
    func holdInbound(_ change: Int) -> Bool {
        inboundBytes += change
        let isTotalExceeded = registry?.inbound.add(change) == true
        guard change > 0 else { return true }
        if inboundBytes > configuration.limits.maxBufferedInboundBytes { return false }
        return !isTotalExceeded || inboundBytes <= configuration.limits.inboundBytesWithoutShare
    }

    func streamDidClose() {
        drainedStream()
    }

    private func start(_ context: ChannelHandlerContext) {
        guard channel == nil, session.delegate == nil else { return }
        channel = context.channel
        deadlines = ConnectionDeadlines(limits: .init(configuration), openedAt: openedAt ?? context.eventLoop.now)
        peer.address = context.channel.remoteAddress
        peer.localAddress = context.channel.localAddress
        session.delegate = self
        driver.delegate = self
        registry?.add(self, on: context.eventLoop)
        driver.start(context: context)
        armTimer()
        limitAge()
    }

    private func end() {
        guard let channel else { return }
        // Streams read this when they are notified of their end.
        self.channel = nil
        driver.becameInactive()
        timer.cancel()
        lifetime.cancel()
        drain?.cancel()
        registry?.remove(self, on: channel.eventLoop)
        holdInbound(-inboundBytes)
        turns.removeAll()
        attachment = nil
    }
}

extension GRPCServerConnectionHandler: HTTP2ConnectionDriverDelegate {
    func driverDidFlush() {
        recordWriteState()
        resumeTurns()
    }

    func driverDidClose(error: HTTP2Error?) {
        if let error {
            logger.debug("connection ended", metadata: ["error": "\(error)"])
        }
    }
}
