internal import EnvoyMessages
internal import GRPCTransport
internal import NIOCore

/// `grpc.health.v1.Health`, used by load balancers and Envoy's health checks (XP-O1, XP-E28).
struct HealthService: GRPCService {
    let store: HealthStatusStore

    func makeHandler(
        path: String,
        request: GRPCRequestHead,
        stream: GRPCServerStream
    ) -> (any GRPCStreamHandler)? {
        switch path {
        case "/\(ServiceName.health)/Check":
            return UnaryStream(stream) { [store] message throws(MessageError) in
                let service = try message.withDecodedBytes { bytes throws(MessageError) in
                    try HealthMessages.service(decoding: bytes)
                }
                guard let status = store.status(of: service) else {
                    return .status(GRPCStatus(.notFound, "unknown service \(service)"))
                }
                return .message([ByteBuffer(bytes: HealthMessages.response(status))])
            }
        case "/\(ServiceName.health)/List":
            return UnaryStream(stream) { [store] _ in
                .message([ByteBuffer(bytes: HealthMessages.list(store.statuses()))])
            }
        case "/\(ServiceName.health)/Watch":
            return HealthWatchStream(stream, store: store)
        default:
            return nil
        }
    }
}
