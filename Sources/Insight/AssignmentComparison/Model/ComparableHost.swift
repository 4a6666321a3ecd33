public import TextFormats

/// One host of an assignment, in a form in which sources of different kinds can be compared.
public struct ComparableHost: Hashable, Sendable {
    /// `address:port`, an IPv6 address in brackets in its shortest form; `unix:` and a path; or `internal:`, a listener's name and
    /// what tells its hosts apart.
    public var address: String
    /// The network; nil when the source does not tell, empty when there is none.
    public var network: String?
    /// Whether it is a gateway that stands for other hosts; nil when the source does not tell.
    public var isGateway: Bool?
    /// The health.
    public var health: HostHealth
    /// The weight, at least 1.
    public var weight: UInt32
    /// Metadata by filter, an object with sorted names.
    public var metadata: JSONValue
    /// The host name; empty when there is none.
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
