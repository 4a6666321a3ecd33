public import MeshModel

/// One endpoint of an assignment, as far as shares depend on it.
public struct BalancedEndpoint: Hashable, Sendable {
    /// The address as the client writes it, such as `10.0.0.1:80`, `[2001:db8::1]:80` or a path.
    public var address: String
    /// The weight, at least 1.
    public var weight: UInt32
    /// The health.
    public var health: AnnouncedHealth
    /// The metadata under `envoy.lb`: subsets and the key to hash.
    public var metadata: [String: MetadataValue]
    /// The host name; empty for none.
    public var hostname: String

    /// Creates an endpoint.
    public init(
        address: String,
        weight: UInt32 = 1,
        health: AnnouncedHealth = .unknown,
        metadata: [String: MetadataValue] = [:],
        hostname: String = ""
    ) {
        self.address = address
        self.weight = weight
        self.health = health
        self.metadata = metadata
        self.hostname = hostname
    }
}
