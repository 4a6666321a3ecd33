/// The parts of the requests that priorities get, in whole percent, and which of them panic.
///
/// Sources: envoy/source/extensions/load_balancing_policies/common/load_balancer_impl.cc
/// (`recalculatePerPriorityState`, `distributeLoad`, `recalculatePerPriorityPanic`, `recalculateLoadInTotalPanic`);
/// docs/root/intro/arch_overview/upstream/load_balancing/priority.rst, degraded.rst, overprovisioning.rst and
/// panic_threshold.rst.
struct PriorityLoads {
    /// The numbers of hosts of a priority.
    struct Count {
        /// All hosts.
        var all = 0
        /// Those that are in totals: all but DRAINING ones.
        var counted = 0
        var healthy = 0
        var degraded = 0
        /// The same by weight.
        var countedWeight = 0.0
        var healthyWeight = 0.0
        var degradedWeight = 0.0

        init(_ set: EnvoyHostSet, _ hosts: [EnvoyHost]) {
            for host in set.hosts.map({ hosts[$0] }) {
                all += 1
                guard !host.isExcluded else { continue }
                counted += 1
                countedWeight += host.weight
                if host.isHealthy {
                    healthy += 1
                    healthyWeight += host.weight
                } else if host.isDegraded {
                    degraded += 1
                    degradedWeight += host.weight
                }
            }
        }

        /// Returns a Boolean value that indicates whether fewer hosts are available than the threshold requires; hosts
        /// are counted, not weighted.
        func panics(below threshold: Int) -> Bool {
            let available = counted == 0 ? 0 : 100 * Double(healthy + degraded) / Double(counted)
            return available < Double(threshold)
        }
    }

    let counts: [Count]
    private(set) var healthy: [Int]
    private(set) var degraded: [Int]
    private(set) var isPanicking: [Bool]

    init(_ counts: [Count], overprovisioning: Int, weighsHealth: Bool, panicThreshold: Int) {
        self.counts = counts
        healthy = counts.map { _ in 0 }
        degraded = healthy
        isPanicking = counts.map { _ in false }
        let healthyPart = counts.map { count in
            Self.availability(count.healthy, count.healthyWeight, count, overprovisioning, weighsHealth)
        }
        let degradedPart = counts.map { count in
            Self.availability(count.degraded, count.degradedWeight, count, overprovisioning, weighsHealth)
        }
        let total = min(100, (healthyPart + degradedPart).reduce(0, +))
        if total > 0 {
            distribute(healthyPart, degradedPart, total)
        } else if panicThreshold == 0, !healthy.isEmpty {
            // Nothing is available and panic is off: the load goes to a priority that answers nothing.
            healthy[0] = 100
        }
        guard panicThreshold > 0 else { return }
        if total < 100 { isPanicking = counts.map { $0.panics(below: panicThreshold) } }
        if isPanicking.allSatisfy(\.self) { distributeInTotalPanic() }
    }

    /// min(100, floor(factor x available / counted)), in hosts or in weight.
    private static func availability(
        _ hosts: Int,
        _ weight: Double,
        _ count: Count,
        _ factor: Int,
        _ weighs: Bool
    ) -> Int {
        guard count.counted > 0 else { return 0 }
        // Sums of weights are far below 2^53, so these quotients are exact.
        let part =
            weighs
            ? (Double(factor) * weight / count.countedWeight).rounded(.down)
            : Double(factor * hosts / count.counted)
        return Int(min(100, part))
    }

    private mutating func distribute(_ healthyPart: [Int], _ degradedPart: [Int], _ total: Int) {
        var rest = 100
        for (priority, part) in healthyPart.enumerated() {
            healthy[priority] = min(rest, part * 100 / total)
            rest -= healthy[priority]
        }
        for (priority, part) in degradedPart.enumerated() {
            degraded[priority] = min(rest, part * 100 / total)
            rest -= degraded[priority]
        }
        // What rounding leaves goes to the first priority that has anything.
        if let first = healthyPart.firstIndex(where: { $0 > 0 }) {
            healthy[first] += rest
        } else if let first = degradedPart.firstIndex(where: { $0 > 0 }) {
            degraded[first] += rest
        }
    }

    /// When all priorities panic, the number of hosts decides, whatever their health.
    private mutating func distributeInTotalPanic() {
        let hosts = counts.reduce(0) { $0 + $1.all }
        degraded = counts.map { _ in 0 }
        guard hosts > 0 else {
            healthy = counts.indices.map { $0 == 0 ? 100 : 0 }
            return
        }
        healthy = counts.map { 100 * $0.all / hosts }
        if let first = counts.firstIndex(where: { $0.all > 0 }) { healthy[first] += 100 - healthy.reduce(0, +) }
    }
}
