public import DiscoveryServer
public import Logging
internal import MeshTracking
public import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Shows people and programs how a server is doing: a page, JSON, metrics and health, on a port of its own.
///
/// It has an event loop of its own, and works outside of it: whoever looks does not hold up who is served.
public final class AdminServer: Sendable {
    /// Where to listen, and for whom.
    public struct Configuration: Hashable, Sendable {
        /// The host name or address.
        public var host: String
        /// The port; 0 takes a free one.
        public var port: Int
        /// Whether the address is a loopback one; then requests must name this machine (DNS rebinding).
        public var isLoopback: Bool

        /// Says where to listen.
        public init(host: String, port: Int, isLoopback: Bool) {
            self.host = host
            self.port = port
            self.isLoopback = isLoopback
        }
    }

    /// The most connections at once; further ones are closed.
    private static let maximumConnections = 128

    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup
    private let room: AdminRoom

    private init(channel: any Channel, group: MultiThreadedEventLoopGroup, room: AdminRoom) {
        self.channel = channel
        self.group = group
        self.room = room
    }

    /// The address bound, with the real port.
    public var localAddress: SocketAddress? { channel.localAddress }

    /// Binds and starts to answer; what is served is told later, with ``show(_:)``.
    ///
    /// - Throws: the error of the bind.
    public static func start(
        _ configuration: Configuration,
        showing sources: AdminSources,
        logger: Logger
    ) async throws -> AdminServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let room = AdminRoom(sources)
        let routes = AdminRoutes(room)
        let check = RequestCheck(isLoopback: configuration.isLoopback)
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
            return AdminServer(channel: channel, group: group, room: room)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// Shows a server from now on.
    public func show(_ server: DiscoveryServer) { room.show(server) }

    /// Shows what the newest state is made of.
    public func show(_ mesh: MeshAtHand) { room.show(mesh) }

    /// Says from now on that nobody should come any more.
    public func noteDraining() { room.noteDraining() }

    /// Stops at once.
    public func close() async throws {
        try? await channel.close().get()
        try await group.shutdownGracefully()
    }
}
