internal import MeshModel

/// Zone-aware routing: the client's own zone first, as far as it can take the load.
///
/// Sources: common/load_balancer_impl.cc (`regenerateLocalityRoutingStructures`, `calculateLocalityPercentages`,
/// `tryChooseLocalLocalityHosts`); docs/root/intro/arch_overview/upstream/load_balancing/zone_aware.rst.
struct ZoneAwareRouting {
    /// The numbers of hosts of one locality.
    struct Zone {
        let locality: Locality
        let healthy: Int
        let weight: Double
    }

    private let settings: ZoneAwareSettings
    private let local: TrafficConditions.LocalCluster

    init(_ settings: ZoneAwareSettings, _ local: TrafficConditions.LocalCluster) {
        self.settings = settings
        self.local = local
    }

    /// The part of the requests that goes to each zone before hosts are chosen; nil where zones do not count.
    ///
    /// What is missing to 1 goes to all hosts.
    func parts(of zones: [Zone]) -> [Double]? {
        let healthy = zones.reduce(0) { $0 + $1.healthy }
        guard zones.count >= 2, local.hosts.count >= 2, healthy >= settings.minimumClusterSize else { return nil }
        let enabled = settings.enabledPercent / 100
        return routed(zones).map { $0 * enabled }
    }

    private func routed(_ zones: [Zone]) -> [Double] {
        let upstream = percentages(zones.map { settings.countsWeights ? $0.weight : Double($0.healthy) })
        let hosts = local.hosts.values.reduce(0, +)
        let own = zones.map { zone in Self.percentage(Double(local.hosts[zone.locality] ?? 0), of: Double(hosts)) }
        let home = zones.firstIndex { $0.locality == local.ownLocality }
        var direct = 0.0
        if let home {
            if upstream[home] > 0, upstream[home] >= own[home] { return zones.indices.map { $0 == home ? 1 : 0 } }
            if own[home] > 0 { direct = Double(Int(upstream[home]) * 10000 / Int(own[home])) / 10000 }
        }
        let spare = zones.indices.map { $0 == home ? 0 : max(0, upstream[$0] - own[$0]) }
        let total = spare.reduce(0, +)
        return zones.indices.map { index in
            let rest = total > 0 ? spare[index] / total : 1 / Double(zones.count)
            return (index == home ? direct : 0) + (1 - direct) * rest
        }
    }

    private func percentages(_ counts: [Double]) -> [Double] {
        let total = counts.reduce(0, +)
        return counts.map { Self.percentage($0, of: total) }
    }

    /// Hundredths of a percent, cut to whole ones.
    private static func percentage(_ count: Double, of total: Double) -> Double {
        total > 0 ? (10000 * count / total).rounded(.down) : 0
    }
}
