internal import DiscoveryProtocol
internal import EndpointTranslation
internal import EnvoyMessages
internal import TextFormats

/// The forms in which an assignment is an element of a response.
enum ChunkForm: Hashable, Sendable {
    /// An element of `resources` of a DiscoveryResponse.
    case sotw
    /// An element of `resources` of a DeltaDiscoveryResponse.
    case delta
    /// The JSON text of an element of `resources` of a DiscoveryResponse (XP-R7).
    case json

    /// Encodes an assignment; empty if it cannot be written as JSON.
    func chunk(of assignment: EncodedAssignment) -> [UInt8] {
        switch self {
        case .sotw: ResponseDialect.encoder.anyChunk(assignment.bytes)
        case .delta:
            ResponseDialect.encoder.deltaChunk(
                name: assignment.name,
                version: ContentVersion(assignment.version).description,
                resource: assignment.bytes
            )
        case .json: Self.json(ResponseDialect.encoder.anyChunk(assignment.bytes))
        }
    }

    /// Converts an encoded element: a response of nothing else is one with a single resource.
    private static func json(_ element: [UInt8]) -> [UInt8] {
        guard let response = try? MessageJSON().value(of: .discoveryResponse, element) else { return [] }
        guard let resources = response["resources"], case .array(let elements) = resources, let first = elements.first
        else { return [] }
        return Array(first.text().utf8)
    }
}
