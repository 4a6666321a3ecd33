/// The settings of zone-aware routing: `zone_aware_lb_config`.
public struct ZoneAwareSettings: Hashable, Sendable {
    /// `min_cluster_size`: the least number of healthy hosts.
    public var minimumClusterSize: Int
    /// `routing_enabled`, in percent of the requests.
    public var enabledPercent: Double
    /// `fail_traffic_on_panic`.
    public var failsOnPanic: Bool
    /// A Boolean value that indicates whether the weights of hosts count instead of their number (`locality_basis:
    /// HEALTHY_HOSTS_WEIGHT`).
    public var countsWeights: Bool

    /// Creates settings; the defaults are Envoy's.
    public init(
        minimumClusterSize: Int = 6,
        enabledPercent: Double = 100,
        failsOnPanic: Bool = false,
        countsWeights: Bool = false
    ) {
        self.minimumClusterSize = minimumClusterSize
        self.enabledPercent = enabledPercent
        self.failsOnPanic = failsOnPanic
        self.countsWeights = countsWeights
    }
}
