internal import EnvoyMessages
internal import GRPCTransport
internal import NIOCore

/// One call of `grpc.health.v1.Health/Watch`, which sends the status at once and on each change (XP-O1).
///
/// Confined to one event loop.
final class HealthWatchStream: GRPCStreamHandler {
    private let stream: GRPCServerStream
    private let store: HealthStatusStore
    private var watch: UInt64?
    private var said: ServingStatus?
    private var isEnded = false

    init(_ stream: GRPCServerStream, store: HealthStatusStore) {
        self.stream = stream
        self.store = store
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
        // Elsewhere an unknown service may be added later, so it is not an error here; in this server it never is.
        guard store.status(of: service) != nil else { return say(.serviceUnknown) }
        let own = NIOLoopBound(self, eventLoop: stream.eventLoop)
        let loop = stream.eventLoop
        watch = store.addWatch { loop.execute { own.value.look(at: service) } }
        // Read after the watch was added, so that no change is missed.
        look(at: service)
    }

    private func look(at service: String) { say(store.status(of: service) ?? .serviceUnknown) }

    /// Keeps the watch open, although the client sends no more requests.
    func halfClosed() {
        if said == nil { end(GRPCStatus(.internal, "too few messages, expected one request")) }
    }

    func streamClosed(reason: StreamCloseReason) {
        isEnded = true
        if let watch { store.removeWatch(watch) }
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
