internal import DiscoveryProtocol
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
        let node = try parts.node?.decode(limits: options.limits) ?? EnvoyNode()
        guard !(options.requiresNode && node.id.isEmpty) else {
            return end(GRPCStatus(.invalidArgument, "the request names no node, expected node.id"))
        }
        if let refusal = holder.refusal(of: stream.peer.identity, as: node) { return end(refusal) }
        let answer = FetchAnswer(names: parts.request.names, node: node, mesh: holder.current, options: options)
        stream.send(message: answer.message())
        end(GRPCStatus(.ok))
    }

    private func end(_ status: GRPCStatus) {
        guard !isEnded else { return }
        isEnded = true
        stream.finish(status: status)
    }
}
