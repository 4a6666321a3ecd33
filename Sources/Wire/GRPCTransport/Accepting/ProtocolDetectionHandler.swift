internal import Logging
internal import NIOCore

/// A handler that holds back a server connection until its first bytes show the client's protocol.
final class ProtocolDetectionHandler: ChannelInboundHandler, RemovableChannelHandler, PendingConnection {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let configurator: ServerPipelineConfigurator
    private let client: ServerPipelineConfigurator.Client?
    private var context: ChannelHandlerContext?
    private var openedAt = NIODeadline.distantPast
    private var timer: Scheduled<Void>?
    /// At most as many bytes as the beginning of the HTTP/2 preface.
    private var held = ByteBuffer()
    private var isDecided = false

    /// - Parameters:
    /// - configurator: makes the handlers that take over.
    /// - client: the client's identity; nil without a verified certificate.
    init(_ configurator: ServerPipelineConfigurator, client: ServerPipelineConfigurator.Client?) {
        self.configurator = configurator
        self.client = client
    }

    var id: UInt64 { configurator.id }

    func closeNow() { context?.close(promise: nil) }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        start(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDecided else { return context.fireChannelRead(data) }
        var bytes = unwrapInboundIn(data)
        held.writeBuffer(&bytes)
        switch ProtocolDetection.judge(held.readableBytesView) {
        case .undecided: break
        case .http2: handOver(context, to: .http2)
        case .http1: handOver(context, to: .http1)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        configurator.connectionLogger.debug("connection failed", metadata: ["error": "\(error)"])
        context.close(promise: nil)
    }

    private func start(_ context: ChannelHandlerContext) {
        guard self.context == nil else { return }
        self.context = context
        openedAt = context.eventLoop.now
        configurator.registry.add(self, on: context.eventLoop)
        timer = configurator.configuration.timeouts.firstRequest.map { timeout in
            context.eventLoop.assumeIsolated().scheduleTask(in: timeout) {
                self.configurator.connectionLogger.info(
                    "connection closed after a timeout",
                    metadata: ["reason": "noRequest"]
                )
                self.closeNow()
            }
        }
    }

    private func handOver(_ context: ChannelHandlerContext, to spoken: ServerPipelineConfigurator.Spoken) {
        isDecided = true
        let pipeline = context.pipeline.syncOperations
        do {
            try configurator.proceed(spoken, client: client, openedAt: openedAt, after: self, on: pipeline)
        } catch {
            configurator.connectionLogger.info("connection closed", metadata: ["error": "\(error)"])
            return context.close(promise: nil)
        }
        context.fireChannelRead(wrapInboundOut(held))
        held = ByteBuffer()
        // The read is not complete: the next handler needs its end as well.
        context.fireChannelReadComplete()
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
