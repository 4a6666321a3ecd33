internal import DiscoveryProtocol
internal import EnvoyMessages
internal import GRPCTransport
internal import MeshModel
internal import NIOCore

/// The handler of FetchEndpoints: all requested resources that exist (XP-F1, X-110).
struct FetchCall {
    let holder: CurrentState
    let options: DiscoveryOptions
    let peer: PeerIdentity?

    /// Answers one packed DiscoveryRequest.
    ///
    /// - Throws: ``MessageError`` for invalid bytes.
    func answer(_ request: ByteBuffer) throws(MessageError) -> UnaryStream.Answer {
        let parts = try SotwDialect.decode(request, keepingNode: true, limits: options.limits)
        if let rejection = options.rejection(ofType: parts.typeURL) { return .status(rejection) }
        let node = try parts.node?.decode(limits: options.limits) ?? EnvoyNode()
        if let rejection = options.rejection(of: node) ?? holder.rejection(of: peer, as: node) {
            return .status(rejection)
        }
        let answer = FetchAnswer(names: parts.request.names, node: node, state: holder.current, options: options)
        return .message(answer.message())
    }
}
