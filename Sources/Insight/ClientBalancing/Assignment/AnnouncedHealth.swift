/// The health that an assignment announces: Envoy's `HealthStatus`.
public enum AnnouncedHealth: String, Hashable, Sendable, CaseIterable {
    /// Nothing is said.
    case unknown = "UNKNOWN"
    /// It takes requests.
    case healthy = "HEALTHY"
    /// It does not.
    case unhealthy = "UNHEALTHY"
    /// It finishes what it has.
    case draining = "DRAINING"
    /// A health check ran out of time.
    case timeout = "TIMEOUT"
    /// It takes requests while better hosts are too few.
    case degraded = "DEGRADED"

    /// The status of a number of the protocol; nil for none that is known.
    init?(number: Int) {
        let all: [AnnouncedHealth] = [.unknown, .healthy, .unhealthy, .draining, .timeout, .degraded]
        guard all.indices.contains(number) else { return nil }
        self = all[number]
    }
}
