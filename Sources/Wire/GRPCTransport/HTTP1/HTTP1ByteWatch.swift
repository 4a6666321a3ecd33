internal import NIOCore

/// A handler that reports received bytes to an HTTP/1.1 connection before they form a request.
final class HTTP1ByteWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private weak var connection: HTTP1ServerConnectionHandler?

    init(_ connection: HTTP1ServerConnectionHandler) { self.connection = connection }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection?.receivedBytes(at: context.eventLoop.now)
        context.fireChannelRead(data)
    }
}
