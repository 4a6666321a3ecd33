import NIOCore
import NIOPosix
import Synchronization

/// The router of a ``StandInGateway``, which chooses the backend of each connection and counts.
final class GatewayRouter: Sendable {
    private struct State {
        var next = 0
        var seen = StandInGateway.Connections()
    }

    private let backends: [NetworkEndpoint]
    private let state = Mutex(State())

    init(_ backends: [NetworkEndpoint]) {
        self.backends = backends
    }

    var seen: StandInGateway.Connections { state.withLock { $0.seen } }

    func resetSeen() { state.withLock { $0.seen = StandInGateway.Connections() } }

    /// Closes the connection; the future fails, so that nothing more of it is read.
    func refuse(_ client: any Channel) -> EventLoopFuture<Void> {
        state.withLock { $0.seen.refused += 1 }
        return client.close().flatMapThrowing { throw ChannelError.ioOnClosedChannel }
    }

    /// Connects to the next backend in turn, joins both connections and starts to read the client's bytes.
    func connect(_ client: any Channel) -> EventLoopFuture<Void> {
        guard let backend = next() else { return refuse(client) }
        return ClientBootstrap(group: client.eventLoop)
            .channelInitializer { server in
                server.eventLoop.makeCompletedFuture {
                    try server.pipeline.syncOperations.addHandler(Relay(to: client))
                }
            }
            .connect(host: backend.address, port: backend.port)
            .flatMap { server in
                // Both are on one event loop, so this runs before the server's first byte is read.
                client.eventLoop.makeCompletedFuture {
                    try client.pipeline.syncOperations.addHandler(Relay(to: server))
                    self.state.withLock { $0.seen.passed[backend, default: 0] += 1 }
                }
            }
            .flatMap { client.setOption(.autoRead, value: true) }
            .flatMapError { _ in self.refuse(client) }
    }

    private func next() -> NetworkEndpoint? {
        state.withLock { state in
            guard !backends.isEmpty else { return nil }
            defer { state.next = (state.next + 1) % backends.count }
            return backends[state.next]
        }
    }
}

/// A handler that forwards the bytes and the end of one connection to the other.
///
/// There is no back-pressure: the data of a test fits into memory.
private final class Relay: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let partner: any Channel

    init(to partner: any Channel) {
        self.partner = partner
    }

    // Flushed at once: the reader of the ClientHello passes its bytes on without the end of a read.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        partner.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        partner.close(promise: nil)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
