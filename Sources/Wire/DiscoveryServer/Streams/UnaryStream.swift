internal import EnvoyMessages
internal import GRPCTransport
internal import NIOCore

/// A unary call: one request in, one response or an error out (XP-H19, X-12).
final class UnaryStream: GRPCStreamHandler {
    /// The result of a request.
    enum Answer {
        /// A response, in slices that may be shared.
        case message([ByteBuffer])
        case status(GRPCStatus)
    }

    private let stream: GRPCServerStream
    private let respond: (ByteBuffer) throws(MessageError) -> Answer
    private var request: ByteBuffer?
    private var isEnded = false

    init(_ stream: GRPCServerStream, respond: @escaping (ByteBuffer) throws(MessageError) -> Answer) {
        self.stream = stream
        self.respond = respond
    }

    func received(message: ByteBuffer) {
        guard request == nil else { return end(GRPCStatus(.internal, "too many messages, expected one request")) }
        request = message
    }

    func halfClosed() {
        guard let request else { return end(GRPCStatus(.internal, "too few messages, expected one request")) }
        do throws(MessageError) {
            switch try respond(request) {
            case .message(let message):
                stream.send(message: message)
                end(GRPCStatus(.ok))
            case .status(let status):
                end(status)
            }
        } catch {
            end(GRPCStatus(refusing: error))
        }
    }

    func streamClosed(reason: StreamCloseReason) { isEnded = true }

    private func end(_ status: GRPCStatus) {
        guard !isEnded else { return }
        isEnded = true
        stream.finish(status: status)
    }
}
