public import TextFormats

/// One host of an assignment, in a form that is comparable between sources.
public struct ComparableHost: Hashable, Sendable {
    /// The address: `address:port`, with an IPv6 address in brackets in its shortest form; `unix:` and a path; or
    /// `internal:`, a
    /// listener's name and the id that distinguishes its hosts.
    public var address: String
    /// The network; `nil` if the source has none, empty for no network.
    public var network: String?
    /// A Boolean value that indicates whether the host is a gateway, or `nil` if the source does not have that
    /// information.
    public var isGateway: Bool?
    /// The health.
    public var health: HostHealth
    /// The weight, at least 1.
    public var weight: UInt32
    /// The metadata by filter, an object with sorted names.
    public var metadata: JSONValue
    /// The host name; empty without one.
    public var hostname: String
    /// Further addresses in order, in the form of ``address``.
    public var additionalAddresses: [String]

    /// Makes a host.
    public init(
        address: String,
        network: String? = nil,
        isGateway: Bool? = nil,
        health: HostHealth = .unknown,
        weight: UInt32 = 1,
        metadata: JSONValue = .object([]),
        hostname: String = "",
        additionalAddresses: [String] = []
    ) {
        self.address = address
        self.network = network
        self.isGateway = isGateway
        self.health = health
        self.weight = weight
        self.metadata = metadata
        self.hostname = hostname
        self.additionalAddresses = additionalAddresses
    }
}
