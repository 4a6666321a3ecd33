/// An endpoint as an Envoy has it.
public struct EnvoyHost: Hashable, Sendable {
    /// The health that the management server gave it.
    public enum Health: String, Hashable, Sendable {
        /// Not said; counts as healthy.
        case unknown = "UNKNOWN"
        /// Gets requests.
        case healthy = "HEALTHY"
        /// Gets none.
        case unhealthy = "UNHEALTHY"
        /// Gets no new ones.
        case draining = "DRAINING"
        /// Failed its check by silence; `/clusters` shows it as unhealthy (XP-E75).
        case timeout = "TIMEOUT"
        /// Gets requests if others are missing.
        case degraded = "DEGRADED"
    }

    /// Where it is.
    public let socket: NetworkEndpoint
    /// Its weight among the endpoints of its locality.
    public let weight: Int
    /// Its health.
    public let health: Health
    /// Its locality.
    public let locality: EnvoyLocality
    /// Its priority, 0 first.
    public let priority: Int
    /// How many requests Envoy has sent to it; nil where the source does not tell (`/config_dump`).
    public let requests: Int?
    /// `metadata.filter_metadata`; nil where the source does not tell (`/clusters`).
    public let metadata: JSONValue?
}
