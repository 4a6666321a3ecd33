public import MeshModel

/// The content of an endpoint, except for its weight, which differs from assignment to assignment.
public struct LbEndpointFields: Hashable, Sendable {
    /// The metadata for one of Envoy's filters: an entry of `envoy.config.core.v3.Metadata.filter_metadata`.
    public struct FilterMetadata: Hashable, Sendable {
        /// One named value.
        public struct Field: Hashable, Sendable {
            /// The value's name.
            public var name: String

            /// The value.
            public var value: MetadataValue

            /// Creates a named value.
            public init(name: String, value: MetadataValue) {
                self.name = name
                self.value = value
            }
        }

        /// The filter's name, for example `istio`.
        public var filter: String

        /// The values; written sorted by name, of equal names only the last.
        public var fields: [Field]

        /// Creates a filter's metadata.
        public init(filter: String, fields: [Field]) {
            self.filter = filter
            self.fields = fields
        }
    }

    /// The address of the endpoint.
    public var address: EndpointAddress

    /// Further addresses of the same endpoint, for example of the other IP family.
    public var additionalAddresses: [EndpointAddress]

    /// The host's name; empty for none.
    public var hostname: String

    /// The endpoint's health.
    public var health: HealthStatus

    /// Metadata by filter; written sorted by filter, of equal filters only the last.
    public var metadata: [FilterMetadata]

    /// Creates an endpoint's fields; everything except the address may be omitted.
    public init(
        address: EndpointAddress,
        additionalAddresses: [EndpointAddress] = [],
        hostname: String = "",
        health: HealthStatus = .unknown,
        metadata: [FilterMetadata] = []
    ) {
        self.address = address
        self.additionalAddresses = additionalAddresses
        self.hostname = hostname
        self.health = health
        self.metadata = metadata
    }
}
