/// The `Node` that an Envoy introduces itself with, as far as it is read.
public struct EnvoyNode: Hashable, Sendable {
    /// The node id.
    public var id: String
    /// The service cluster that the node says it belongs to.
    public var cluster: String
    /// The node's locality; nil when it sends none.
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
