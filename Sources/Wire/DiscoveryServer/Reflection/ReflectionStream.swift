internal import EnvoyMessages
internal import GRPCTransport
internal import NIOCore

/// `grpc.reflection.v1.ServerReflection` and its v1alpha version: the definitions of the services (XP-O2).
struct ReflectionService: GRPCService {
    /// The services that are listed.
    let services: [String]
    let holder: CurrentState

    func makeHandler(
        path: String,
        request: GRPCRequestHead,
        stream: GRPCServerStream
    ) -> (any GRPCStreamHandler)? {
        guard ServiceName.reflection.contains(where: { path == "/\($0)/ServerReflectionInfo" }) else { return nil }
        return ReflectionStream(stream, services: services, holder: holder)
    }
}

/// One call of the service, with a response for each request.
///
/// Confined to one event loop.
final class ReflectionStream: GRPCStreamHandler {
    private let stream: GRPCServerStream
    private let services: [String]
    private let holder: CurrentState
    private var isEnded = false

    init(_ stream: GRPCServerStream, services: [String], holder: CurrentState) {
        self.holder = holder
        self.stream = stream
        self.services = services
    }

    func received(message: ByteBuffer) {
        guard !isEnded else { return }
        if let rejection = holder.rejection(of: stream.peer.identity) { return end(rejection) }
        do throws(MessageError) {
            let request = try message.withDecodedBytes { bytes throws(MessageError) in
                try ReflectionRequestMessage(decoding: bytes)
            }
            stream.send(message: [ByteBuffer(bytes: answer(request))])
            // Responses are much larger than requests: no more requests are read while the client does not read
            // (XP-H40).
            if !stream.isWritable { stream.pauseReceiving() }
        } catch {
            end(GRPCStatus(refusing: error))
        }
    }

    func halfClosed() { end(GRPCStatus(.ok)) }

    func streamClosed(reason: StreamCloseReason) { isEnded = true }

    func becameWritable() { stream.resumeReceiving() }

    private func answer(_ request: ReflectionRequestMessage) -> [UInt8] {
        let pool = DescriptorPool.bundled
        switch request.question {
        case .services:
            return request.answer(services: services)
        case .fileNamed(let name):
            return pool.file(named: name).map { request.answer(files: $0) }
                ?? request.answer(.notFound, "unknown file \(name)")
        case .fileDeclaring(let symbol):
            return pool.file(declaring: symbol).map { request.answer(files: $0) }
                ?? request.answer(.notFound, "unknown symbol \(symbol)")
        case .extensions(of: let type):
            return request.answer(.notFound, "\(type) has no extensions")
        case nil:
            return request.answer(.invalidArgument, "empty request, expected a query")
        }
    }

    private func end(_ status: GRPCStatus) {
        guard !isEnded else { return }
        isEnded = true
        stream.finish(status: status)
    }
}

extension ReflectionRequestMessage {
    fileprivate func answer(_ code: GRPCStatus.Code, _ message: String) -> [UInt8] {
        answer(error: UInt8(code.rawValue), message)
    }
}
