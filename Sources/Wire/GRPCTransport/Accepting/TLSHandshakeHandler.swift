internal import Logging
internal import NIOCore
internal import NIOSSL
internal import NIOTLS

/// A handler that holds back a server connection until its TLS handshake is complete.
///
/// No HTTP/2 session exists before that, and so no stream if the handshake fails (X-31).
final class TLSHandshakeHandler: ChannelInboundHandler, RemovableChannelHandler, PendingConnection {
    typealias InboundIn = ByteBuffer

    private let configurator: ServerPipelineConfigurator
    private let logger: Logger
    private var context: ChannelHandlerContext?
    private var timer: Scheduled<Void>?

    /// - Parameter configurator: makes the handler that takes over.
    init(_ configurator: ServerPipelineConfigurator) {
        self.configurator = configurator
        logger = configurator.connectionLogger
    }

    /// The number of the connection, unique in the process.
    var id: UInt64 { configurator.id }

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
        do {
            try handOver(context, to: configurator.spoken(whenSelected: selected))
        } catch {
            logger.info("connection closed", metadata: ["error": "\(error)"])
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A port probe connects and closes without a handshake; that is not logged as a failure.
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
        configurator.registry.add(self, on: context.eventLoop)
        timer = configurator.configuration.timeouts.firstRequest.map { timeout in
            context.eventLoop.assumeIsolated().scheduleTask(in: timeout) {
                self.logger.info("connection closed after a timeout", metadata: ["reason": "noHandshake"])
                self.closeNow()
            }
        }
    }

    /// Replaces this handler with the connection's handler, which receives the bytes that arrived meanwhile.
    private func handOver(_ context: ChannelHandlerContext, to spoken: ServerPipelineConfigurator.Spoken) throws {
        let pipeline = context.pipeline.syncOperations
        let certificate = try pipeline.nioSSL_peerCertificate()
        // A resumed session relies on the handshake in which it was created, which may be long ago.
        guard certificate?.hasExpired != true else {
            throw TLSError(.expired, "the client's certificate expired after its TLS session began")
        }
        let client = certificate.map { ServerPipelineConfigurator.Client($0) }
        logger.debug("TLS handshake completed", metadata: ["client": "\(client?.identity.description ?? "unknown")"])
        try configurator.proceed(spoken, client: client, after: self, on: pipeline)
        pipeline.removeHandler(self, promise: nil)
    }

    private func end() {
        guard let context else { return }
        self.context = nil
        timer?.cancel()
        timer = nil
        configurator.registry.remove(self, on: context.eventLoop)
    }
}
