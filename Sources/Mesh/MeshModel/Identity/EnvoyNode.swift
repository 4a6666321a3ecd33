/// The `Node` of an Envoy, with the fields that are read.
public struct EnvoyNode: Hashable, Sendable {
    /// The node id.
    public var id: String
    /// The service cluster of the node.
    public var cluster: String
    /// The node's locality, or `nil` if it sends none.
    public var locality: Locality?
    /// The metadata.
    public var metadata: [String: MetadataValue]
    /// The client's name, such as `envoy`.
    public var userAgentName: String
    /// The client's version as text.
    public var userAgentVersion: String

    /// Makes a node.
    public init(
        id: String = "",
        cluster: String = "",
        locality: Locality? = nil,
        metadata: [String: MetadataValue] = [:],
        userAgentName: String = "",
        userAgentVersion: String = ""
    ) {
        self.id = id
        self.cluster = cluster
        self.locality = locality
        self.metadata = metadata
        self.userAgentName = userAgentName
        self.userAgentVersion = userAgentVersion
    }
}
