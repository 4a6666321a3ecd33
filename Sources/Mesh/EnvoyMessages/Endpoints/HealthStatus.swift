/// An endpoint's health as the control plane sees it: `envoy.config.core.v3.HealthStatus`, with its numbers.
public enum HealthStatus: UInt32, Hashable, Sendable {
    /// Nothing is known, which Envoy takes for healthy; left out of the bytes.
    case unknown = 0
    /// Fit for traffic.
    case healthy = 1
    /// Not fit for traffic.
    case unhealthy = 2
    /// Going away: no new connections.
    case draining = 3
    /// Did not answer a health check in time; Envoy takes it for unhealthy.
    case timeout = 4
    /// Fit for traffic if there is nothing better.
    case degraded = 5
}
