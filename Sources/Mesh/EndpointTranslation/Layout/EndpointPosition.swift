/// The position of an endpoint in a service.
public struct EndpointPosition: Hashable, Sendable {
    /// The number of the shard.
    public let shard: Int
    /// The number within the shard.
    public let index: Int
}
