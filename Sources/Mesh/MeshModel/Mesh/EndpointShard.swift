/// The endpoints of one service in one registry.
public struct EndpointShard: Equatable, Sendable {
    /// The kind of registry; shards are read in this order (EG-E1).
    public enum Provider: String, Comparable, Sendable {
        /// ServiceEntries.
        case external = "External"
        /// A Kubernetes cluster.
        case kubernetes = "Kubernetes"

        /// Orders by name.
        public static func < (left: Provider, right: Provider) -> Bool { left.rawValue < right.rawValue }
    }

    /// The kind of registry.
    public let provider: Provider
    /// The registry's cluster.
    public let cluster: ClusterID
    /// The endpoints in the registry's order.
    public var endpoints: [Endpoint]

    /// Makes a shard.
    public init(provider: Provider, cluster: ClusterID, endpoints: [Endpoint]) {
        self.provider = provider
        self.cluster = cluster
        self.endpoints = endpoints
    }
}
