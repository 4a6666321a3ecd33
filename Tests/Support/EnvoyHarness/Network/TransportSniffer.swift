import NIOCore
import NIOSSL

/// A handler that detects TLS by the first byte of a connection, and adds a TLS handler if needed.
///
/// 22 is the type of a TLS handshake record; no HTTP/1.1 method starts with it.
final class TransportSniffer: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private static let handshakeRecord: UInt8 = 22

    private let context: NIOSSLContext
    private let decided: (_ isTLS: Bool) -> Void
    private var isDecided = false

    init(_ context: NIOSSLContext, decided: @escaping (_ isTLS: Bool) -> Void) {
        self.context = context
        self.decided = decided
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        guard !isDecided, let first = bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) else {
            context.fireChannelRead(data)
            return
        }
        isDecided = true
        let isTLS = first == Self.handshakeRecord
        decided(isTLS)
        do {
            if isTLS {
                let handler = NIOSSLServerHandler(context: self.context)
                try context.pipeline.syncOperations.addHandler(handler, position: .after(self))
            }
            context.fireChannelRead(data)
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        } catch {
            context.close(promise: nil)
        }
    }
}
