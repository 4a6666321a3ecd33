internal import Logging
internal import NIOCore
internal import NIOSSL
internal import NIOTLS

/// Holds back a server connection until its TLS handshake is done.
///
/// There is no HTTP/2 session before, and so no stream when the handshake fails (X-31).
final class TLSHandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    /// The number of the connection, unique in the process.
    let id: UInt64
    private let timeout: TimeAmount?
    private let registry: GRPCConnectionRegistry
    private let logger: Logger
    private let makeConnection: (PeerIdentity?) throws -> GRPCServerConnectionHandler
    private var context: ChannelHandlerContext?
    private var timer: Scheduled<Void>?

    /// - Parameters:
    ///   - id: the number of the connection.
    ///   - timeout: longest time from accepting to the end of the handshake; nil does not bound it (H-56).
    ///   - registry: counts the connection from its beginning.
    ///   - logger: told why a handshake failed.
    ///   - makeConnection: makes the handler that takes over; given the names in the client's verified certificate.
    init(
        id: UInt64,
        timeout: TimeAmount?,
        registry: GRPCConnectionRegistry,
        logger: Logger,
        makeConnection: @escaping (PeerIdentity?) throws -> GRPCServerConnectionHandler
    ) {
        self.id = id
        self.timeout = timeout
        self.registry = registry
        var logger = logger
        logger[metadataKey: "connection"] = "\(id)"
        self.logger = logger
        self.makeConnection = makeConnection
    }

    /// Closes the socket at once.
    func closeNow() {
        context?.close(promise: nil)
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive {
            start(context)
        }
    }

    func channelActive(context: ChannelHandlerContext) {
        start(context)
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .handshakeCompleted(let selected)? = event as? TLSUserEvent else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        // A client that asks for no protocol at all is taken at its preface (X-31).
        guard selected == nil || selected == "h2" else {
            logger.info("connection closed: the client does not offer ALPN h2")
            context.close(promise: nil)
            return
        }
        do {
            try handOver(context)
        } catch {
            logger.info("connection closed", metadata: ["error": "\(error)"])
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Whoever only looks whether the port is open is no news.
        let isProbe = (error as? NIOSSLError) == .handshakeFailed(.sslError([.eofDuringHandshake]))
        logger.log(
            level: isProbe ? .debug : .info,
            "TLS handshake failed",
            metadata: [
                "error": "\(error)", "client": "\(context.channel.remoteAddress.map { "\($0)" } ?? "unknown")",
            ]
        )
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    private func start(_ context: ChannelHandlerContext) {
        guard self.context == nil else { return }
        self.context = context
        registry.add(self, on: context.eventLoop)
        timer = timeout.map { timeout in
            context.eventLoop.assumeIsolated().scheduleTask(in: timeout) {
                self.logger.info("connection closed after a timeout", metadata: ["reason": "noHandshake"])
                self.closeNow()
            }
        }
    }

    /// Puts the connection's handler in this one's place; what the client sent meanwhile reaches it next.
    private func handOver(_ context: ChannelHandlerContext) throws {
        let pipeline = context.pipeline.syncOperations
        let certificate = try pipeline.nioSSL_peerCertificate()
        // A resumed session stands for the handshake that it was made in, which may be long ago.
        guard certificate?.hasExpired != true else {
            throw TLSError(.expired, "the client's certificate has expired since its session began")
        }
        let identity = certificate.map(PeerIdentity.init)
        logger.debug("TLS handshake done", metadata: ["client": "\(identity?.description ?? "unknown")"])
        let connection = try makeConnection(identity)
        try pipeline.addHandler(connection, position: .after(self))
        if let certificate { connection.endWhenIdentityExpires(in: certificate.remainingSeconds) }
        pipeline.removeHandler(self, promise: nil)
    }

    private func end() {
        guard let context else { return }
        self.context = nil
        timer?.cancel()
        timer = nil
        registry.remove(self, on: context.eventLoop)
    }
}
