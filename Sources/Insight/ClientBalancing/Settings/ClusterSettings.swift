/// The load balancing settings of a cluster on which shares depend.
public struct ClusterSettings: Hashable, Sendable {
    /// The policy.
    public var policy: BalancingPolicy
    /// A Boolean value that indicates whether locality weights apply (`locality_weighted_lb_config`, or a
    /// `wrr_locality` policy).
    public var weighsLocalities: Bool
    /// `healthy_panic_threshold` in whole percent; 0 for never.
    public var panicThreshold: Int
    /// The settings of LEAST_REQUEST.
    public var leastRequest: LeastRequestSettings
    /// The settings of RING_HASH and MAGLEV.
    public var hashing: HashSettings
    /// Slow start; nil without.
    public var slowStart: SlowStart?
    /// Subsets; nil without.
    public var subsets: SubsetSettings?
    /// Zone-aware routing; nil where the policy has none or localities are weighed.
    public var zoneAware: ZoneAwareSettings?
    /// A Boolean value that indicates whether requests use HTTP/2, many on one connection.
    public var isHTTP2: Bool
    /// The discovery type of a cluster without EDS, such as `ORIGINAL_DST`; `nil` for EDS clusters.
    public var otherDiscovery: String?

    /// Creates settings; the defaults are Envoy's for an EDS cluster that says nothing.
    public init(
        policy: BalancingPolicy = .roundRobin,
        weighsLocalities: Bool = false,
        panicThreshold: Int = 50,
        leastRequest: LeastRequestSettings = LeastRequestSettings(),
        hashing: HashSettings = HashSettings(),
        slowStart: SlowStart? = nil,
        subsets: SubsetSettings? = nil,
        zoneAware: ZoneAwareSettings? = ZoneAwareSettings(),
        isHTTP2: Bool = false,
        otherDiscovery: String? = nil
    ) {
        self.policy = policy
        self.weighsLocalities = weighsLocalities
        self.panicThreshold = panicThreshold
        self.leastRequest = leastRequest
        self.hashing = hashing
        self.slowStart = slowStart
        self.subsets = subsets
        self.zoneAware = zoneAware
        self.isHTTP2 = isHTTP2
        self.otherDiscovery = otherDiscovery
    }
}
