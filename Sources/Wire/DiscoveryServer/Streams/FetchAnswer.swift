internal import DiscoveryProtocol
internal import EndpointTranslation
internal import EnvoyMessages
internal import MeshModel
internal import MeshViews
internal import NIOCore
internal import TextFormats

/// The response to a request without a stream: all requested resources that exist (XP-F1, XP-F2, XP-R7).
struct FetchAnswer {
    /// The version of the content of the response (XP-F3, XP-R6).
    let version: String
    private var pieces: [ByteBuffer]

    /// - Parameters:
    /// - names: the requested names; if empty, all resources (XP-F2).
    ///   - node: the node of the client.
    ///   - form: the form of the resources, `sotw` or `json`.
    init(
        names asked: [String],
        node: EnvoyNode,
        state: ServedState,
        options: DiscoveryOptions,
        form: ChunkForm = .sotw
    ) {
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
            pieces.append(state.chunk(assignment, form))
        }
        version = versions.version.description
        self.pieces = pieces
    }

    /// Returns the DiscoveryResponse as JSON, in slices that are shared; for the form `json`.
    ///
    /// - Throws: ``MessageError`` if a resource cannot be written as JSON.
    func json() throws(MessageError) -> [ByteBuffer] {
        guard pieces.allSatisfy({ $0.readableBytes > 0 }) else {
            throw MessageError(code: .invalidText, message: "a resource cannot be written as JSON")
        }
        let frame = try MessageJSON().value(of: .discoveryResponse, head + tail)
        guard case .object(let members) = frame, !pieces.isEmpty else { return [ByteBuffer(string: frame.text())] }
        // The members of an object are in the order of their names.
        let before = members.filter { $0.name < "resources" }
        let after = members.filter { $0.name > "resources" }
        let opening = JSONValue.object(before).text().dropLast() + (before.isEmpty ? "" : ",") + "\"resources\":["
        let closing = "]" + (after.isEmpty ? "" : ",") + JSONValue.object(after).text().dropFirst()
        var slices = [ByteBuffer(substring: opening)]
        for (index, piece) in pieces.enumerated() {
            if index > 0 { slices.append(Self.comma) }
            slices.append(piece)
        }
        return slices + [ByteBuffer(string: closing)]
    }

    private static let comma = ByteBuffer(string: ",")

    /// Returns the packed DiscoveryResponse, in slices that are shared.
    func message() -> [ByteBuffer] {
        [ByteBuffer(bytes: head)] + pieces + [ByteBuffer(bytes: tail)]
    }

    /// The fields before the resources.
    private var head: [UInt8] { ResponseDialect.encoder.head(version: version) }

    /// The fields after the resources, with a nonce that no other response has.
    private var tail: [UInt8] { ResponseDialect.encoder.tail(nonce: "\(NoncePrefix.random()).0-1") }
}
