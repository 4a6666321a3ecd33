/// What EDS does not say about a cluster, but its shares depend on.
public struct ShareOptions: Hashable, Sendable {
    /// Whether the cluster weighs localities (`locality_weighted_lb_config`).
    public enum LocalityWeights: String, CaseIterable, Sendable {
        /// As istiod sets it: with `distribute`, and where failover is configured (EG-P22).
        case auto
        /// It does.
        case on
        /// It does not.
        case off
    }

    /// Whether the cluster weighs localities.
    public var localityWeights: LocalityWeights
    /// The cluster's `healthy_panic_threshold`, in percent.
    public var panicThreshold: Int

    /// Makes options.
    public init(localityWeights: LocalityWeights = .auto, panicThreshold: Int = 50) {
        self.localityWeights = localityWeights
        self.panicThreshold = panicThreshold
    }
}
