/// The health of an endpoint for the control plane: `envoy.config.core.v3.HealthStatus`, with its numbers.
public enum HealthStatus: UInt32, Hashable, Sendable {
    /// Unknown, which Envoy treats as healthy; omitted from the bytes.
    case unknown = 0
    /// Can receive traffic.
    case healthy = 1
    /// Cannot receive traffic.
    case unhealthy = 2
    /// Terminating: no new connections.
    case draining = 3
    /// Did not answer a health check in time; Envoy treats it as unhealthy.
    case timeout = 4
    /// Can receive traffic if there is no healthy endpoint.
    case degraded = 5
}
