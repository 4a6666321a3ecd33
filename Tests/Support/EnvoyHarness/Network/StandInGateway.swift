import NIOCore
import NIOPosix
import NIOTLS
import Synchronization

/// A stand-in for an east-west gateway, which passes TCP connections through to its backends in turn.
///
/// TLS is not terminated, as with `AUTO_PASSTHROUGH`; at most the server name in the ClientHello is read.
public final class StandInGateway: Sendable {
    /// The connections that the gateway accepts.
    public enum Admission: Hashable, Sendable {
        /// All, without inspection.
        case any
        /// Only TLS whose server name (SNI) is one of these.
        case serverNames(Set<String>)
    }

    /// The counts of connections.
    public struct Connections: Hashable, Sendable {
        /// The accepted connections by backend.
        public var passed: [NetworkEndpoint: Int] = [:]
        /// The closed connections: without TLS, with another server name, or without an available backend.
        public var refused = 0
        /// All accepted connections.
        public var total: Int { passed.values.reduce(0, +) }

        /// Makes counts.
        public init(passed: [NetworkEndpoint: Int] = [:], refused: Int = 0) {
            self.passed = passed
            self.refused = refused
        }
    }

    /// The listening address.
    public let socket: NetworkEndpoint

    private let listener: any Channel
    private let connections: OpenChannels
    private let router: GatewayRouter

    private init(listener: any Channel, connections: OpenChannels, router: GatewayRouter) {
        self.listener = listener
        self.connections = connections
        self.router = router
        socket = NetworkEndpoint(listener.localAddress?.ipAddress ?? "", listener.localAddress?.port ?? 0)
    }

    /// Starts a gateway on an address of this machine; port 0 lets the operating system choose.
    ///
    /// Throws NIO's error if the address and port cannot be bound.
    public static func start(
        on address: String = "127.0.0.1",
        port: Int = 0,
        backends: [NetworkEndpoint],
        admits admission: Admission = .any
    ) async throws -> StandInGateway {
        let connections = OpenChannels()
        let router = GatewayRouter(backends)
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // Without inspection of the ClientHello no byte may be read before a backend is connected.
            .childChannelOption(.autoRead, value: admission != .any)
            .childChannelInitializer { channel in
                connections.add(channel)
                return channel.eventLoop.makeCompletedFuture {
                    switch admission {
                    case .any:
                        router.connect(channel).whenSuccess { channel.read() }
                    case .serverNames(let names):
                        let reader = ByteToMessageHandler(
                            SNIHandler { found in
                                guard case .hostname(let name) = found, names.contains(name) else {
                                    return router.refuse(channel)
                                }
                                return router.connect(channel)
                            }
                        )
                        try channel.pipeline.syncOperations.addHandler(reader)
                    }
                }
            }
            .bind(host: address, port: port)
            .get()
        return StandInGateway(listener: listener, connections: connections, router: router)
    }

    /// The connections since the start, or since ``resetSeen()``.
    public var seen: Connections { router.seen }

    /// Resets the counts.
    public func resetSeen() { router.resetSeen() }

    /// Stops listening and closes all connections.
    public func stop() async { await connections.close(with: listener) }
}
