internal import EnvoyMessages
internal import GRPCTransport
internal import NIOCore

/// One call of `grpc.health.v1.Health/Watch`: the status at once, and each change of it (XP-O1).
///
/// Confined to one event loop.
final class HealthWatchStream: GRPCStreamHandler {
    private let stream: GRPCServerStream
    private let board: HealthBoard
    private var watch: UInt64?
    private var said: ServingStatus?
    private var isEnded = false

    init(_ stream: GRPCServerStream, board: HealthBoard) {
        self.stream = stream
        self.board = board
    }

    func received(message: ByteBuffer) {
        guard said == nil else { return end(GRPCStatus(.internal, "too many messages, expected one request")) }
        let service: String
        do throws(MessageError) {
            service = try message.withDecodedBytes { bytes throws(MessageError) in
                try HealthMessages.service(decoding: bytes)
            }
        } catch {
            return end(GRPCStatus(refusing: error))
        }
        // An unknown service may come into being elsewhere, so it is no error here; in this server it never does.
        guard board.status(of: service) != nil else { return say(.serviceUnknown) }
        let own = NIOLoopBound(self, eventLoop: stream.eventLoop)
        let loop = stream.eventLoop
        watch = board.addWatch { loop.execute { own.value.look(at: service) } }
        // Looked up after the watch began, so that no change falls between.
        look(at: service)
    }

    private func look(at service: String) { say(board.status(of: service) ?? .serviceUnknown) }

    /// The client asks no more, but goes on listening.
    func halfClosed() {
        if said == nil { end(GRPCStatus(.internal, "too few messages, expected one request")) }
    }

    func streamClosed(reason: StreamCloseReason) {
        isEnded = true
        if let watch { board.removeWatch(watch) }
        watch = nil
    }

    private func say(_ status: ServingStatus) {
        guard !isEnded, status != said else { return }
        said = status
        stream.send(message: [ByteBuffer(bytes: HealthMessages.response(status))])
    }

    private func end(_ status: GRPCStatus) {
        guard !isEnded else { return }
        isEnded = true
        stream.finish(status: status)
    }
}
