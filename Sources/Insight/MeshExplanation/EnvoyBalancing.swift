internal import MeshModel

/// The distribution of requests over the hosts of one cluster, by Envoy's rules.
///
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/priority
public struct EnvoyBalancing: Sendable {
    /// The relevant properties of a host.
    struct Host {
        let priority: UInt32
        let locality: Locality
        let weight: Double
        let isHealthy: Bool
    }

    /// The weight of a locality in one priority.
    struct LocalityKey: Hashable {
        let priority: UInt32
        let locality: Locality
    }

    /// The state of one priority.
    public struct Level: Hashable, Sendable {
        /// The priority; 0 is the best.
        public let priority: UInt32
        /// The number of hosts.
        public let hosts: Int
        /// The number of healthy hosts.
        public let healthy: Int
        /// The share of the requests, in percent.
        public let load: Int
        /// A Boolean value that indicates panic: too few hosts are healthy, so all are used.
        public let isPanicking: Bool
    }

    /// Envoy's default overprovisioning factor, in percent: the next priority takes over once the healthy part times
    /// the factor is
    /// below 100.
    static let overprovisioning = 140

    /// The priorities in order.
    public let levels: [Level]
    /// The share of each host, from 0 to 1.
    let shares: [Double]

    /// Distributes requests.
    ///
    /// - Parameters:
    ///   - hosts: the hosts, with unique addresses.
    ///   - localityWeights: the weights of localities, or `nil` if the cluster does not weigh them.
    ///   - panicThreshold: the percentage of healthy hosts below which health is ignored; 0 for never.
    init(_ hosts: [Host], localityWeights: [LocalityKey: UInt32]?, panicThreshold: Int) {
        let count = (hosts.map { Int($0.priority) }.max() ?? -1) + 1
        var members: [[Int]] = Array(repeating: [], count: count)
        for (index, host) in hosts.enumerated() { members[Int(host.priority)].append(index) }
        let healthy = members.map { $0.filter { hosts[$0].isHealthy } }
        let (loads, isPanicking) = Self.loads(
            totals: members.map(\.count),
            healthy: healthy.map(\.count),
            panicThreshold: panicThreshold
        )
        levels = members.indices.map { priority in
            Level(
                priority: UInt32(priority),
                hosts: members[priority].count,
                healthy: healthy[priority].count,
                load: loads[priority],
                isPanicking: isPanicking[priority]
            )
        }
        var shares = [Double](repeating: 0, count: hosts.count)
        for priority in members.indices where loads[priority] > 0 {
            let load = Double(loads[priority]) / 100
            // Panic ignores health and localities.
            let eligible = isPanicking[priority] ? members[priority] : healthy[priority]
            let weights = isPanicking[priority] ? nil : localityWeights
            for (host, share) in Self.split(eligible, among: members[priority], hosts, weights) {
                shares[host] = share * load
            }
        }
        self.shares = shares
    }

    /// Returns integer percentages, as computed by Envoy.
    private static func loads(
        totals: [Int],
        healthy: [Int],
        panicThreshold: Int
    ) -> (loads: [Int], isPanicking: [Bool]) {
        guard !totals.isEmpty else { return ([], []) }
        let availability = zip(totals, healthy).map { total, healthy in
            total == 0 ? 0 : min(100, overprovisioning * healthy / total)
        }
        let total = min(100, availability.reduce(0, +))
        var loads = [Int](repeating: 0, count: totals.count)
        if total > 0 {
            var rest = 100
            for priority in loads.indices {
                loads[priority] = min(rest, availability[priority] * 100 / total)
                rest -= loads[priority]
            }
            // The rounding remainder goes to the first available priority.
            if let first = availability.firstIndex(where: { $0 > 0 }) { loads[first] += rest }
        } else if panicThreshold == 0 {
            loads[0] = 100
        }
        guard panicThreshold > 0 else { return (loads, totals.map { _ in false }) }
        let isPanicking = zip(totals, healthy).map { count, healthy in
            total < 100 && (count == 0 || 100 * healthy < panicThreshold * count)
        }
        guard isPanicking.allSatisfy(\.self) else { return (loads, isPanicking) }
        // If all priorities are in panic, the number of hosts decides, independent of health.
        let hosts = totals.reduce(0, +)
        guard hosts > 0 else { return (loads, isPanicking) }
        loads = totals.map { 100 * $0 / hosts }
        if let first = totals.firstIndex(where: { $0 > 0 }) { loads[first] += 100 - loads.reduce(0, +) }
        return (loads, isPanicking)
    }

    /// Distributes by locality first, if localities are weighted, then by host.
    private static func split(
        _ eligible: [Int],
        among members: [Int],
        _ hosts: [Host],
        _ weights: [LocalityKey: UInt32]?
    ) -> [(host: Int, share: Double)] {
        guard let weights else { return byWeight(eligible, hosts, of: 1) }
        let all = Dictionary(grouping: members) { hosts[$0].locality }
        let usable = Dictionary(grouping: eligible) { hosts[$0].locality }
        var effective: [(locality: Locality, weight: Double)] = []
        for (locality, found) in usable.sorted(by: { $0.key < $1.key }) {
            guard let first = found.first else { continue }
            let weight = weights[LocalityKey(priority: hosts[first].priority, locality: locality)] ?? 0
            let ratio = Double(found.count) / Double(all[locality]?.count ?? found.count)
            effective.append((locality, Double(weight) * min(1, Double(overprovisioning) / 100 * ratio)))
        }
        let total = effective.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return byWeight(eligible, hosts, of: 1) }
        return effective.flatMap { byWeight(usable[$0.locality] ?? [], hosts, of: $0.weight / total) }
    }

    private static func byWeight(_ members: [Int], _ hosts: [Host], of part: Double) -> [(host: Int, share: Double)] {
        let total = members.reduce(0.0) { $0 + hosts[$1].weight }
        return total == 0 ? [] : members.map { ($0, part * hosts[$0].weight / total) }
    }
}
