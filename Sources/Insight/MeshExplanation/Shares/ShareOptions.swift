public import ClientBalancing
internal import EndpointTranslation
internal import MeshModel

/// Settings of the cluster and conditions of its client that replace those that istiod would configure.
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
    /// The cluster's `healthy_panic_threshold`, in percent; nil for that of istiod.
    public var panicThreshold: Int?
    /// The cluster's policy; nil for that of istiod.
    public var policy: BalancingPolicy?
    /// The number of requests in flight, and the time that hosts need.
    public var traffic: TrafficConditions
    /// The settings of real clusters by name, which go before those of istiod.
    public var clusters: [String: ClusterSettings]

    /// Creates options.
    public init(
        localityWeights: LocalityWeights = .auto,
        panicThreshold: Int? = nil,
        policy: BalancingPolicy? = nil,
        traffic: TrafficConditions = TrafficConditions(),
        clusters: [String: ClusterSettings] = [:]
    ) {
        self.localityWeights = localityWeights
        self.panicThreshold = panicThreshold
        self.policy = policy
        self.traffic = traffic
        self.clusters = clusters
    }

    /// The settings of a cluster, and the client that has it: what the proxy is, for which the assignment was made.
    func settings(of explanation: AssignmentExplanation) -> (cluster: ClusterSettings, client: ClientKind) {
        let client: ClientKind = explanation.proxy.client == .grpc ? .grpc : .envoy
        var settings =
            clusters[explanation.name]
            ?? explanation.trace.cluster.map { ClusterSettings($0, client: client) } ?? ClusterSettings()
        switch localityWeights {
        case .auto: break
        case .on: settings.weighsLocalities = true
        case .off: settings.weighsLocalities = false
        }
        if let panicThreshold { settings.panicThreshold = panicThreshold }
        if let policy { settings.policy = policy }
        if policy != nil { settings.otherDiscovery = nil }
        return (settings, client)
    }
}
