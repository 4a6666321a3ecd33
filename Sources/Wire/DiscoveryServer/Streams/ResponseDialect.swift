internal import DiscoveryProtocol
internal import EnvoyMessages

/// The two variants of discovery responses.
enum ResponseDialect: Hashable, Sendable {
    /// State of the world.
    case sotw
    /// Incremental.
    case delta

    static let encoder = encoder(of: TypeURL.clusterLoadAssignment)

    /// Returns an encoder that includes the server's identifier (XP-D18).
    private static func encoder(of typeURL: String) -> DiscoveryResponseEncoder {
        DiscoveryResponseEncoder(typeURL: typeURL, controlPlaneIdentifier: "eds-translator")
    }

    /// The form of its elements.
    var form: ChunkForm {
        switch self {
        case .sotw: .sotw
        case .delta: .delta
        }
    }

    /// Encodes the bytes before the elements.
    func head(_ response: Response) -> [UInt8] {
        switch self {
        case .sotw: Self.encoder.head(version: response.versionInfo)
        case .delta: Self.encoder.deltaHead(systemVersion: response.versionInfo)
        }
    }

    /// Encodes the bytes after the elements.
    func tail(_ response: Response, typeURL: String) -> [UInt8] {
        let encoder = Self.encoder(of: typeURL)
        return switch self {
        case .sotw: encoder.tail(nonce: response.nonce)
        case .delta: encoder.deltaTail(nonce: response.nonce, removedResources: response.removed)
        }
    }
}
