internal import EnvoyMessages
internal import GRPCTransport
internal import NIOCore
internal import Synchronization

/// The holder of the connections, which exist only when the server listens; services are created before.
final class ConnectionDirectory: Sendable {
    private let registry = Mutex<ConnectionRegistry?>(nil)

    /// The connections; nil before the server listens.
    var connections: ConnectionRegistry? { registry.withLock { $0 } }

    func set(_ connections: ConnectionRegistry) { registry.withLock { $0 = connections } }
}

/// `envoy.service.status.v3.ClientStatusDiscoveryService`: the acknowledged, rejected and pending resources of each
/// connected client (XP-O3).
struct ClientStatusService: GRPCService {
    let directory: ConnectionDirectory
    let holder: CurrentState

    func makeHandler(
        path: String,
        request: GRPCRequestHead,
        stream: GRPCServerStream
    ) -> (any GRPCStreamHandler)? {
        switch path {
        case "/\(ServiceName.clientStatus)/StreamClientStatus":
            ClientStatusStream(stream, directory: directory, holder: holder, isUnary: false)
        case "/\(ServiceName.clientStatus)/FetchClientStatus":
            ClientStatusStream(stream, directory: directory, holder: holder, isUnary: true)
        default:
            nil
        }
    }
}

/// One call of the service: a response for each request, without watches.
///
/// Confined to one event loop.
final class ClientStatusStream: GRPCStreamHandler {
    private let stream: GRPCServerStream
    private let directory: ConnectionDirectory
    private let holder: CurrentState
    private let isUnary: Bool
    private var requests = 0
    /// The number of requests without a response; the status is sent after their responses.
    private var pending = 0
    private var isHalfClosed = false
    private var isEnded = false

    init(_ stream: GRPCServerStream, directory: ConnectionDirectory, holder: CurrentState, isUnary: Bool) {
        self.stream = stream
        self.holder = holder
        self.directory = directory
        self.isUnary = isUnary
    }

    func received(message: ByteBuffer) {
        guard !isEnded else { return }
        requests += 1
        guard !isUnary || requests == 1 else {
            return end(GRPCStatus(.internal, "too many messages, expected one request"))
        }
        do throws(MessageError) {
            let request = try message.withDecodedBytes { bytes throws(MessageError) in
                try ClientStatusRequestMessage(decoding: bytes)
            }
            answer(request)
        } catch {
            let unsupported = GRPCStatus(.invalidArgument, "\(error)")
            end(error.code == .unencodable ? unsupported : GRPCStatus(refusing: error))
        }
    }

    func halfClosed() {
        isHalfClosed = true
        if isUnary, requests == 0 { return end(GRPCStatus(.internal, "too few messages, expected one request")) }
        if pending == 0 { end(GRPCStatus(.ok)) }
    }

    func streamClosed(reason: StreamCloseReason) { isEnded = true }

    private func answer(_ request: ClientStatusRequestMessage) {
        let asker = stream.peer.identity
        if let rejection = holder.rejection(of: asker) { return end(rejection) }
        guard let connections = directory.connections else {
            return end(GRPCStatus(.unavailable, "the server is starting"))
        }
        pending += 1
        // One request at a time: each of them visits all streams of the server (XP-B9).
        stream.pauseReceiving()
        let found = connections.collect(on: stream.eventLoop) { connection in
            (connection.attachment as? ConnectionContext)?.clientStatuses(request, for: asker) ?? []
        }
        found.assumeIsolated().whenComplete { result in
            self.pending -= 1
            guard !self.isEnded else { return }
            switch result {
            case .success(let elements): self.stream.send(message: elements.map { ByteBuffer(bytes: $0) })
            case .failure: return self.end(GRPCStatus(.unavailable, "the server is closing"))
            }
            self.stream.resumeReceiving()
            if self.isHalfClosed, self.pending == 0 { self.end(GRPCStatus(.ok)) }
        }
    }

    private func end(_ status: GRPCStatus) {
        guard !isEnded else { return }
        isEnded = true
        stream.finish(status: status)
    }
}
