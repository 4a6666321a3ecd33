internal import DiscoveryProtocol
internal import EndpointTranslation
internal import EnvoyMessages
internal import GRPCTransport
internal import MeshModel
internal import NIOCore

/// One unary FetchEndpoints call: one request in, one response out (F-1).
final class FetchStream: GRPCStreamHandler {
    private let stream: GRPCServerStream
    private let holder: MeshHolder
    private let options: DiscoveryOptions
    private var request: ByteBuffer?
    private var isEnded = false

    init(_ stream: GRPCServerStream, holder: MeshHolder, options: DiscoveryOptions) {
        self.stream = stream
        self.holder = holder
        self.options = options
    }

    func received(message: ByteBuffer) {
        guard request == nil else { return end(GRPCStatus(.internal, "too many messages, expected one request")) }
        request = message
    }

    func halfClosed() {
        guard let request else { return end(GRPCStatus(.internal, "too few messages, expected one request")) }
        do throws(MessageError) {
            try answer(request)
        } catch {
            end(GRPCStatus(refusing: error))
        }
    }

    func streamClosed(reason: StreamCloseReason) { isEnded = true }

    /// Everything that is asked for and exists; with no names, all there is (F-2, F-3, X-110).
    private func answer(_ request: ByteBuffer) throws(MessageError) {
        let parts = try SotwDialect.decode(request, keepingNode: true, limits: options.limits)
        guard parts.typeURL.isEmpty || parts.typeURL == TypeURL.clusterLoadAssignment else {
            return end(
                GRPCStatus(
                    .invalidArgument,
                    "type_url \(parts.typeURL) is not served here, expected \(TypeURL.clusterLoadAssignment)"
                )
            )
        }
        let mesh = holder.current
        let node = try parts.node?.decode(limits: options.limits) ?? EnvoyNode()
        let proxy = mesh.client(for: node).proxy
        let asked = parts.request.names
        let names = asked.isEmpty || asked.contains("*") ? mesh.allNames(for: proxy) : Set(asked).sorted()
        var versions = VersionDigest()
        var pieces: [ByteBuffer] = []
        for name in names {
            var assignment = mesh.assignment(named: name, for: proxy)
            if !assignment.exists {
                guard options.unknownNames == .empty else { continue }
                assignment = EncodedAssignment.empty(named: name)
            }
            versions.insert(name: name, version: ContentVersion(assignment.version))
            pieces.append(mesh.chunk(assignment, .sotw))
        }
        let encoder = ResponseDialect.encoder
        pieces.insert(ByteBuffer(bytes: encoder.head(version: versions.version.description)), at: 0)
        pieces.append(ByteBuffer(bytes: encoder.tail(nonce: "\(NoncePrefix.random()).0-1")))
        stream.send(message: pieces)
        end(GRPCStatus(.ok))
    }

    private func end(_ status: GRPCStatus) {
        guard !isEnded else { return }
        isEnded = true
        stream.finish(status: status)
    }
}
