internal import NIOConcurrencyHelpers
public import NIOCore
internal import NIOPosix

/// A client connection on cleartext HTTP/2 with prior knowledge, or on TLS.
///
/// Its session is confined to the event loop of its channel; ``run(_:)`` executes closures there.
public final class GRPCClientConnection: Sendable {
    /// The channel.
    public let channel: any Channel
    private let session: NIOLoopBound<GRPCClientSession>

    private init(channel: any Channel, session: NIOLoopBound<GRPCClientSession>) {
        self.channel = channel
        self.session = session
    }

    /// Connects to a server.
    ///
    /// - Parameters:
    ///   - address: the server, of TCP or a Unix socket.
    ///   - group: the event loops.
    ///   - configuration: limits and windows.
    /// - whenActive: runs as soon as the socket is connected: the frames it queues are sent together with the preface,
    ///   before the server's SETTINGS are read. With TLS the handshake is still to come.
    /// - Throws: the error of the connection.
    public static func connect(
        to address: SocketAddress,
        group: any EventLoopGroup,
        configuration: GRPCClientConfiguration = GRPCClientConfiguration(),
        whenActive: @escaping @Sendable (GRPCClientSession) -> Void = { _ in }
    ) async throws -> GRPCClientConnection {
        // A lookup in the pipeline would fail if the server closed the connection before it.
        let made = NIOLockedValueBox<NIOLoopBound<GRPCClientSession>?>(nil)
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(configuration.connectTimeout)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try configuration.configurePipeline?(channel)
                    if let tls = configuration.tls {
                        try channel.pipeline.syncOperations.addHandler(tls.makeHandler())
                    }
                    let session = try GRPCClientSession(configuration: configuration)
                    made.withLockedValue { $0 = NIOLoopBound(session, eventLoop: channel.eventLoop) }
                    let handler = GRPCClientConnectionHandler(session: session, whenActive: whenActive)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        let channel = try await withTCPOptions(bootstrap, for: address).connect(to: address).get()
        guard let session = made.withLockedValue({ $0 }) else {
            throw HTTP2Error(code: .closed, message: "the channel was closed before it was initialised")
        }
        return GRPCClientConnection(channel: channel, session: session)
    }

    /// Runs a closure with the session on its event loop.
    public func run<Result: Sendable>(
        _ body: @escaping @Sendable (GRPCClientSession) throws -> Result
    ) -> EventLoopFuture<Result> {
        channel.eventLoop.submit { [session] in try body(session.value) }
    }

    /// Closes the socket at once.
    public func close() async {
        // The channel may be closed already, which is the wanted state.
        try? await channel.close().get()
    }

    private static func withTCPOptions(_ bootstrap: ClientBootstrap, for address: SocketAddress) -> ClientBootstrap {
        if case .unixDomainSocket = address { return bootstrap }
        return bootstrap.channelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
    }
}
