internal import DiscoveryProtocol
internal import EndpointTranslation
internal import EnvoyMessages
internal import MeshModel
internal import MeshViews
internal import NIOCore

/// The response to a request without a stream: all requested resources that exist (XP-F1, XP-F2, XP-R7).
struct FetchAnswer {
    /// The version of the content of the response (XP-F3, XP-R6).
    let version: String
    private var pieces: [ByteBuffer]

    /// - Parameters:
    /// - names: the requested names; if empty, all resources (XP-F2).
    /// - node: the node of the client.
    init(names asked: [String], node: EnvoyNode, state: ServedState, options: DiscoveryOptions) {
        let mesh = state.mesh
        let proxy = mesh.client(for: node).proxy
        let names = asked.isEmpty || asked.contains("*") ? mesh.names(for: proxy) : Set(asked).sorted()
        var versions = VersionDigest()
        var pieces: [ByteBuffer] = []
        for name in names {
            var assignment = mesh.assignment(named: name, for: proxy)
            if !assignment.exists {
                guard options.unknownNames != .silent, !name.isEmpty else { continue }
                assignment = EncodedAssignment.empty(named: name)
            }
            versions.insert(name: name, version: ContentVersion(assignment.version))
            pieces.append(state.chunk(assignment, .sotw))
        }
        version = versions.version.description
        self.pieces = pieces
    }

    /// Returns the packed DiscoveryResponse, in slices that are shared.
    func message() -> [ByteBuffer] {
        let encoder = ResponseDialect.encoder
        let head = ByteBuffer(bytes: encoder.head(version: version))
        let tail = ByteBuffer(bytes: encoder.tail(nonce: "\(NoncePrefix.random()).0-1"))
        return [head] + pieces + [tail]
    }
}
