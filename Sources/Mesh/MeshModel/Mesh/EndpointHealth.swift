/// The health of an endpoint; raw values are those of Envoy's `HealthStatus` where both have one (EG-H1).
public enum EndpointHealth: UInt8, Hashable, Sendable {
    /// Unknown: endpoints of WorkloadEntries (NI-97).
    case unknown = 0
    /// Ready.
    case healthy = 1
    /// Not ready.
    case unhealthy = 2
    /// Not ready, but with persistent sessions.
    case draining = 3
    /// Terminating; never sent (EG-H5).
    case terminating = 4
}
