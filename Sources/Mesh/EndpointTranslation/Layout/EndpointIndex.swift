/// The position of an endpoint in the layout of its service.
struct EndpointIndex: Hashable {
    /// The number of the shard.
    let shard: Int
    /// The position in the shard's layout.
    let index: Int32
}
