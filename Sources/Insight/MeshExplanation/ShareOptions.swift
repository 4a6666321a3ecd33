/// Properties of a cluster that EDS does not contain, but its shares depend on.
public struct ShareOptions: Hashable, Sendable {
    /// The locality weighting of the cluster (`locality_weighted_lb_config`).
    public enum LocalityWeights: String, CaseIterable, Sendable {
        /// As configured by istiod: enabled with `distribute`, and if failover is configured (EG-P22).
        case auto
        /// Enabled.
        case on
        /// Disabled.
        case off
    }

    /// The locality weighting of the cluster.
    public var localityWeights: LocalityWeights
    /// The cluster's `healthy_panic_threshold`, in percent.
    public var panicThreshold: Int

    /// Makes options.
    public init(localityWeights: LocalityWeights = .auto, panicThreshold: Int = 50) {
        self.localityWeights = localityWeights
        self.panicThreshold = panicThreshold
    }
}
