internal import NIOCore

/// A handler that splits a TCP stream into messages, each after its length of two octets (RFC 1035, 4.2.2).
///
/// It holds at most one message of 65,535 bytes and one read.
final class LengthPrefixedMessages: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private var received = ByteBuffer()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var chunk = unwrapInboundIn(data)
        received.writeBuffer(&chunk)
        while let message = received.readLengthPrefixedSlice(as: UInt16.self) {
            context.fireChannelRead(wrapInboundOut(message))
        }
        received.discardReadBytes()
    }
}
