public import DiscoveryServer
public import Logging
internal import MeshTracking
public import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Serves the state of a server on a separate port: a page, JSON, metrics and health.
///
/// It has its own event loop and computes answers on other threads, so requests do not delay the clients of the server.
public final class AdminServer: Sendable {
    /// The address to listen on.
    public struct Configuration: Hashable, Sendable {
        /// The host name or address.
        public var host: String
        /// The port; 0 chooses a free one.
        public var port: Int
        /// A Boolean value that indicates a loopback address; requests must then name this machine (DNS rebinding).
        public var isLoopback: Bool
        /// A Boolean value that indicates whether `POST /push` makes the server send clients their endpoints again.
        public var allowsPush: Bool

        /// Makes a configuration.
        public init(host: String, port: Int, isLoopback: Bool, allowsPush: Bool = false) {
            self.allowsPush = allowsPush
            self.host = host
            self.port = port
            self.isLoopback = isLoopback
        }
    }

    /// The maximum number of connections; further ones are closed.
    private static let maximumConnections = 128

    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup
    private let state: AdminState

    private init(channel: any Channel, group: MultiThreadedEventLoopGroup, state: AdminState) {
        self.channel = channel
        self.group = group
        self.state = state
    }

    /// The bound address, with the actual port.
    public var localAddress: SocketAddress? { channel.localAddress }

    /// Binds and starts to answer; the server to show is set later with ``show(_:)``.
    ///
    /// - Throws: The error of the bind.
    public static func start(
        _ configuration: Configuration,
        showing sources: AdminSources,
        logger: Logger
    ) async throws -> AdminServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let state = AdminState(sources)
        let routes = AdminRoutes(state)
        let check = RequestCheck(isLoopback: configuration.isLoopback, allowsPush: configuration.allowsPush)
        // Made and used on the one event loop only.
        let hub = try await loop.submit { NIOLoopBound(EventHub(sources.activity, on: loop), eventLoop: loop) }
            .get()
        let open = try await loop.submit { NIOLoopBoundBox(0, eventLoop: loop) }.get()
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(ChannelOptions.writeBufferWaterMark, value: .init(low: 16 * 1024, high: 64 * 1024))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard open.value < maximumConnections else { throw ChannelError.operationUnsupported }
                    open.value += 1
                    channel.closeFuture.whenComplete { _ in open.value -= 1 }
                    var limits = NIOHTTPDecoderLimitConfiguration()
                    limits.maxHeaderListSize = 32 * 1024
                    limits.maxHeaderFieldSize = 16 * 1024
                    let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: limits)
                    try channel.pipeline.syncOperations.addHandlers([
                        HTTPResponseEncoder(), ByteToMessageHandler(decoder), HTTPServerPipelineHandler(),
                        HTTPServerProtocolErrorHandler(), AdminConnection(check, routes, hub.value, logger),
                    ])
                }
            }
        do {
            let channel = try await bootstrap.bind(host: configuration.host, port: configuration.port).get()
            return AdminServer(channel: channel, group: group, state: state)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// Sets the server to show.
    public func show(_ server: DiscoveryServer) { state.show(server) }

    /// Sets the contents of the newest state.
    public func show(_ mesh: AdminMeshState) { state.show(mesh) }

    /// Reports from now on that the server is draining.
    public func recordDraining() { state.recordDraining() }

    /// Stops at once.
    public func close() async throws {
        try? await channel.close().get()
        try await group.shutdownGracefully()
    }
}
