public import MeshModel

/// The load balancing that istiod 1.30 configures for a proxy's cluster, and the objects that decided it.
///
/// Source: istio/pilot/pkg/networking/core/cluster_traffic_policy.go (`applyLoadBalancer`, `applySimpleDefaultLoadBalancer`,
/// `applyOutlierDetection`, `applyH2Upgrade`) and pilot/pkg/networking/core/loadbalancer/loadbalancer.go.
public struct ConfiguredCluster: Hashable, Sendable {
    /// The cluster's policy.
    public enum Policy: Hashable, Sendable {
        /// `LEAST_REQUEST`, the default.
        case leastRequest
        /// `ROUND_ROBIN`.
        case roundRobin
        /// `RANDOM`.
        case random
        /// `RING_HASH`, with the minimum size of its ring; nil for the client's default.
        case ringHash(minimumSize: UInt64?)
        /// `MAGLEV`, with the size of its table; nil for the client's default.
        case maglev(tableSize: UInt64?)
        /// `CLUSTER_PROVIDED`: the cluster is ORIGINAL_DST and asks for no endpoints.
        case passthrough
    }

    /// The origin of a setting.
    public enum Origin: Hashable, Sendable {
        /// A DestinationRule.
        case destinationRule(ObjectReference)
        /// The Service's `trafficDistribution`.
        case service(ObjectReference)
        /// The mesh's configuration.
        case mesh
        /// The protocol of the port.
        case port
        /// The default of the control plane.
        case `default`
    }

    /// The policy.
    public let policy: Policy
    /// The origin of the policy.
    public let policyOrigin: Origin
    /// A Boolean value that indicates whether localities are weighed (EG-P22).
    public let weighsLocalities: Bool
    /// The origin of that.
    public let localityOrigin: Origin
    /// `healthy_panic_threshold`, in percent.
    public let panicThreshold: Int
    /// The origin of the threshold.
    public let panicOrigin: Origin
    /// The part of a request that is hashed; nil for none.
    public let hashKey: LoadBalancer.HashKey?
    /// Outlier detection; nil without.
    public let outlierDetection: TrafficPolicy.OutlierDetection?
    /// The protocol of the service port.
    public let application: ServicePort.Application
    /// Slow start; nil without.
    public let warmup: LoadBalancer.Warmup?
    /// A Boolean value that indicates whether requests share connections, as HTTP/2 does.
    public let isHTTP2: Bool
    /// The origin of the protocol.
    public let http2Origin: Origin

    init(
        policy: EffectivePolicy,
        service: Service,
        port: ServicePort,
        localities: LocalityPolicy,
        origin: LocalityPolicy.Origin,
        upgradesToHTTP2: Bool
    ) {
        application = port.application
        hashKey = policy.settings.loadBalancer?.hashKey
        outlierDetection = policy.settings.outlierDetection
        let rule = policy.source.map { Origin.destinationRule($0) } ?? .default
        let balancer = policy.settings.loadBalancer
        self.policy = Self.policy(balancer)
        policyOrigin = balancer?.hashTable == nil && balancer?.simple == nil ? .default : rule
        weighsLocalities = localities.weighsLocalities
        localityOrigin =
            switch origin {
            case .destinationRule: rule
            case .trafficDistribution: .service(service.source)
            case .mesh: .mesh
            case .nothing: .default
            }
        if service.trafficDistribution != .any {
            panicThreshold = 0
            panicOrigin = .service(service.source)
        } else if let detection = policy.settings.outlierDetection {
            panicThreshold = Int(max(0, min(100, detection.minHealthPercent)).rounded())
            panicOrigin = rule
        } else {
            panicThreshold = 50
            panicOrigin = .default
        }
        switch self.policy {
        case .leastRequest, .roundRobin: warmup = balancer?.warmup
        default: warmup = nil
        }
        (isHTTP2, http2Origin) = Self.http2(policy, port, rule: rule, upgradesToHTTP2: upgradesToHTTP2)
    }

    /// `consistentHash` goes before `simple`.
    private static func policy(_ balancer: LoadBalancer?) -> Policy {
        switch balancer?.hashTable {
        case .ring(let size): return .ringHash(minimumSize: size)
        case .maglev(let size): return .maglev(tableSize: size)
        case nil: break
        }
        switch balancer?.simple {
        case .roundRobin: return .roundRobin
        case .random: return .random
        case .passthrough: return .passthrough
        case .leastRequest, .leastConnections, .unspecified, nil: return .leastRequest
        }
    }

    private static func http2(
        _ policy: EffectivePolicy,
        _ port: ServicePort,
        rule: Origin,
        upgradesToHTTP2: Bool
    ) -> (Bool, Origin) {
        switch port.application {
        case .http2: return (true, .port)
        case .other: return (false, .port)
        case .http: break
        }
        switch policy.settings.http2Upgrade {
        case .upgrade: return (true, rule)
        case .doNotUpgrade: return (false, rule)
        case .default, nil: return (upgradesToHTTP2, upgradesToHTTP2 ? .mesh : .default)
        }
    }
}
