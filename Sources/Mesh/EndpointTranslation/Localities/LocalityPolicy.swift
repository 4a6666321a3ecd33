internal import MeshModel
internal import TextFormats

/// The applicable locality setting, and the use of priorities (EG-P2 to EG-P4).
enum LocalityPolicy {
    /// None: one priority, natural weights.
    case none
    /// Weights over localities.
    case distribute([LocalityLoadBalancing.Distribute])
    /// Priorities by labels, by region, or by both.
    case failover(priorityLabels: [String], regions: [LocalityLoadBalancing.Failover], byRegion: Bool)

    init(policy: EffectivePolicy, service: Service, mesh: LocalityLoadBalancing?) {
        let detectsOutliers = policy.settings.outlierDetection != nil
        switch Self.origin(policy: policy, service: service, mesh: mesh) {
        case .destinationRule(let rule):
            self = rule.isEnabled ? Self.setting(rule, isFailoverEnabled: detectsOutliers) : .none
        case .trafficDistribution(let distribution):
            // Health decides here, so outlier detection is not required (EG-P7).
            self = .failover(priorityLabels: distribution.failoverPriority, regions: [], byRegion: false)
        case .mesh(let mesh):
            self = Self.setting(mesh, isFailoverEnabled: detectsOutliers)
        case .nothing:
            self = .none
        }
    }

    /// The source of a locality setting; the first one counts (EG-P2).
    enum Origin {
        /// The DestinationRule of the service.
        case destinationRule(LocalityLoadBalancing)
        /// The Service's own preference for near endpoints.
        case trafficDistribution(TrafficDistribution)
        /// The mesh's own setting.
        case mesh(LocalityLoadBalancing)
        /// None.
        case nothing
    }

    static func origin(policy: EffectivePolicy, service: Service, mesh: LocalityLoadBalancing?) -> Origin {
        if let rule = policy.settings.localityLoadBalancing { return .destinationRule(rule) }
        if service.trafficDistribution != .any { return .trafficDistribution(service.trafficDistribution) }
        return mesh.map { .mesh($0) } ?? .nothing
    }

    /// A Boolean value that indicates whether istiod has the cluster weigh localities (EG-P22).
    var weighsLocalities: Bool {
        switch self {
        case .none: false
        case .distribute: true
        case .failover(let labels, let regions, _): !labels.isEmpty || !regions.isEmpty
        }
    }

    /// A Boolean value that indicates whether endpoints are distinguished by node.
    var asksForNode: Bool {
        guard case .failover(let labels, _, _) = self else { return false }
        return labels.contains { $0.parts(separatedBy: "=").first == LabelKey.hostname[...] }
    }

    private static func setting(_ setting: LocalityLoadBalancing, isFailoverEnabled: Bool) -> LocalityPolicy {
        if !setting.distribute.isEmpty { return .distribute(setting.distribute) }
        guard isFailoverEnabled else { return .none }
        let byRegion = setting.failoverPriority.isEmpty || !setting.failover.isEmpty
        return .failover(
            priorityLabels: setting.failoverPriority,
            regions: setting.failover,
            byRegion: byRegion
        )
    }
}
