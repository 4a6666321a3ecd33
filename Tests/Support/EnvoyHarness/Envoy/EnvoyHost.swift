/// An endpoint in an Envoy.
public struct EnvoyHost: Hashable, Sendable {
    /// The health that the management server set.
    public enum Health: String, Hashable, Sendable {
        /// Unknown; treated as healthy.
        case unknown = "UNKNOWN"
        /// Receives requests.
        case healthy = "HEALTHY"
        /// Receives no requests.
        case unhealthy = "UNHEALTHY"
        /// Receives no new requests.
        case draining = "DRAINING"
        /// Failed its check by a timeout; `/clusters` shows it as unhealthy (XP-E75).
        case timeout = "TIMEOUT"
        /// Receives requests if others are unavailable.
        case degraded = "DEGRADED"
    }

    /// The address.
    public let socket: NetworkEndpoint
    /// The weight among the endpoints of its locality.
    public let weight: Int
    /// The health.
    public let health: Health
    /// The locality.
    public let locality: EnvoyLocality
    /// The priority, 0 first.
    public let priority: Int
    /// The number of requests that Envoy has sent to it; nil if the source does not contain it (`/config_dump`).
    public let requests: Int?
    /// The `metadata.filter_metadata`; nil if the source does not contain it (`/clusters`).
    public let metadata: JSONValue?
}
