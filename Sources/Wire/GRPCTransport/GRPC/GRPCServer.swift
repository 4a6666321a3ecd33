public import Logging
internal import NIOConcurrencyHelpers
public import NIOCore
internal import NIOPosix

/// A gRPC server on HTTP/2, in plain text with prior knowledge or over TLS (XP-H1, XP-H2).
///
/// With a handler for plain HTTP, it also serves HTTP/1.1 on the same port (XP-R4).
public final class GRPCServer: Sendable {
    /// The address to listen on.
    public enum Address: Sendable, Hashable {
        /// A host name or address, and a port; port 0 selects a free one.
        case hostname(String, port: Int)
        /// The path of a Unix socket; an existing socket is replaced, and the path is removed at the end.
        case unixSocket(path: String)
    }

    /// The open connections.
    public let connections: ConnectionRegistry
    private let channel: any Channel
    private let group: any EventLoopGroup
    private let ownsGroup: Bool
    private let isClosed = NIOLockedValueBox(false)

    private init(
        channel: any Channel,
        connections: ConnectionRegistry,
        group: any EventLoopGroup,
        ownsGroup: Bool
    ) {
        self.channel = channel
        self.connections = connections
        self.group = group
        self.ownsGroup = ownsGroup
    }

    /// The bound address, with the real port.
    public var localAddress: SocketAddress? { channel.localAddress }

    /// Binds the address and starts to accept connections.
    ///
    /// - Parameters:
    /// - address: the address to listen on.
    ///   - configuration: limits and timeouts.
    /// - service: makes the handlers of calls.
    /// - httpHandler: answers plain HTTP requests; nil rejects them.
    /// - group: the event loops; nil creates a group of ``GRPCServerConfiguration/eventLoopThreads`` threads.
    ///   - logger: for connection errors and timeouts.
    /// - Throws: the error of the bind.
    public static func start(
        on address: Address,
        configuration: GRPCServerConfiguration = GRPCServerConfiguration(),
        service: any GRPCService,
        httpHandler: (any HTTPRequestHandler)? = nil,
        group: (any EventLoopGroup)? = nil,
        logger: Logger
    ) async throws -> GRPCServer {
        let loops = group ?? MultiThreadedEventLoopGroup(numberOfThreads: configuration.eventLoopThreads)
        let registry = ConnectionRegistry(group: loops, maximumInboundBytes: configuration.limits.maxTotalInboundBytes)
        let bootstrap = makeBootstrap(loops, configuration: configuration, isTCP: address.isTCP) { channel in
            try accept(
                channel,
                configuration: configuration,
                service: service,
                httpHandler: httpHandler,
                registry: registry,
                logger: logger
            )
        }
        do {
            let channel = try await bind(bootstrap, to: address, on: loops)
            return GRPCServer(
                channel: channel,
                connections: registry,
                group: loops,
                ownsGroup: group == nil
            )
        } catch {
            if group == nil {
                try? await loops.shutdownGracefully()
            }
            throw error
        }
    }

    /// Stops accepting, drains every connection and returns when the last one is closed (XP-H54).
    ///
    /// The event loops keep running; call ``close()`` afterwards.
    public func drain(_ plan: GRPCDrainPlan = GRPCDrainPlan()) async throws {
        await stopAccepting()
        connections.endAll(.drain(plan))
        try await connections.whenEmpty(on: group.next()).get()
    }

    /// Closes the listening socket; open connections stay open.
    public func stopAccepting() async {
        // The channel may be closed already, which is the wanted state.
        try? await channel.close().get()
    }

    /// Stops accepting and closes every connection at once; does nothing the second time.
    public func close() async throws {
        let wasClosed = isClosed.withLockedValue { isClosed in
            defer { isClosed = true }
            return isClosed
        }
        // The event loops of an owned group are stopped by then, so a second call would never complete.
        guard !wasClosed else { return }
        await stopAccepting()
        connections.endAll(.close)
        try await connections.whenEmpty(on: group.next()).get()
        if ownsGroup {
            try await group.shutdownGracefully()
        }
    }

    private static func makeBootstrap(
        _ group: any EventLoopGroup,
        configuration: GRPCServerConfiguration,
        isTCP: Bool,
        accept: @escaping @Sendable (any Channel) throws -> Void
    ) -> ServerBootstrap {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: configuration.backlog)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            // A fleet reconnects within half a second, so many connections are accepted per read (XP-H55).
            .serverChannelOption(ChannelOptions.maxMessagesPerRead, value: 64)
            .childChannelOption(ChannelOptions.writeBufferWaterMark, value: configuration.limits.channelWatermark)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try accept(channel) }
            }
        guard isTCP else { return bootstrap }
        let tcp =
            bootstrap
            .childChannelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(ChannelOptions.socketOption(.so_keepalive), value: 1)
        #if os(Linux)
            if let timeout = configuration.timeouts.tcpUserMilliseconds {
                // TCP_USER_TIMEOUT; NIO has no constant for it.
                let option = ChannelOptions.tcpOption(NIOBSDSocket.Option(rawValue: 18))
                return tcp.childChannelOption(option, value: Int(timeout))
            }
        #endif
        return tcp
    }

    private static func accept(
        _ channel: any Channel,
        configuration: GRPCServerConfiguration,
        service: any GRPCService,
        httpHandler: (any HTTPRequestHandler)?,
        registry: ConnectionRegistry,
        logger: Logger
    ) throws {
        guard registry.count < configuration.limits.maxConnections else {
            logger.warning("connection rejected", metadata: ["limit": "\(configuration.limits.maxConnections)"])
            throw HTTP2Error(
                code: .closed,
                message: "too many connections, expected at most \(configuration.limits.maxConnections)"
            )
        }
        try configuration.configurePipeline?(channel)
        let configurator = ServerPipelineConfigurator(
            id: registry.nextID(),
            configuration: configuration,
            service: service,
            httpHandler: httpHandler,
            registry: registry,
            logger: logger
        )
        try configurator.begin(on: channel.pipeline.syncOperations)
    }

    /// Checks that no other server listens on a Unix socket, because binding would take its path away.
    private static func refuseIfServed(_ path: String, _ group: any EventLoopGroup) async throws {
        let client = ClientBootstrap(group: group).connectTimeout(.seconds(1))
        guard let other = try? await client.connect(unixDomainSocketPath: path).get() else { return }
        try? await other.close().get()
        throw HTTP2Error(code: .closed, message: "another server listens on \(path)")
    }

    private static func bind(
        _ bootstrap: ServerBootstrap,
        to address: Address,
        on group: any EventLoopGroup
    ) async throws -> any Channel {
        switch address {
        case .hostname(let host, let port):
            return try await bootstrap.bind(host: host, port: port).get()
        case .unixSocket(let path):
            try await refuseIfServed(path, group)
            return try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
        }
    }
}

extension GRPCServer.Address {
    fileprivate var isTCP: Bool {
        if case .hostname = self { return true }
        return false
    }
}
