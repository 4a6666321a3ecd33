internal import MeshModel

/// Which locality setting counts, and whether endpoints are put into priorities (P-2 to P-4).
enum LocalityPolicy {
    /// Nothing: one priority, natural weights.
    case none
    /// Weights over localities.
    case distribute([LocalityLoadBalancing.Distribute])
    /// Priorities by labels, by region, or by both.
    case failover(priorityLabels: [String], regions: [LocalityLoadBalancing.Failover], byRegion: Bool)

    init(policy: EffectivePolicy, service: Service, mesh: LocalityLoadBalancing?) {
        let detectsOutliers = policy.settings.outlierDetection != nil
        if let rule = policy.settings.localityLoadBalancing {
            self = rule.isEnabled ? Self.setting(rule, isFailoverEnabled: detectsOutliers) : .none
        } else if service.trafficDistribution != .any {
            // Health decides here, so no outlier detection is needed (P-7).
            let labels = service.trafficDistribution.failoverPriority
            self = .failover(priorityLabels: labels, regions: [], byRegion: false)
        } else if let mesh {
            self = Self.setting(mesh, isFailoverEnabled: detectsOutliers)
        } else {
            self = .none
        }
    }

    /// Whether it tells endpoints apart by the node that they are on.
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
