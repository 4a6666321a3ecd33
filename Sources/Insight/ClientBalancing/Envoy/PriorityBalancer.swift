internal import MeshModel

/// The choice among the hosts of one priority.
struct PriorityBalancer {
    /// The part of all requests that the priority gets.
    struct Load {
        let healthy: Double
        let degraded: Double

        var sum: Double { healthy + degraded }
    }

    let set: EnvoyHostSet
    let hosts: [EnvoyHost]
    let cluster: ClusterSettings
    let weighsLocalities: Bool
    let overprovisioning: Int
    let traffic: TrafficConditions

    /// Adds what the hosts get of a load; what no host gets is an error of the request.
    func add(_ load: Load, isPanicking: Bool, to shares: inout [Double]) {
        if cluster.policy.isByHash {
            addByHash(load.sum, isPanicking: isPanicking, to: &shares)
            return
        }
        if isPanicking {
            if !failsOnPanic { spread(load.sum, over: set.hosts, to: &shares) }
            return
        }
        if load.healthy > 0 { addAvailable(load.healthy, isDegraded: false, to: &shares) }
        if load.degraded > 0 { addAvailable(load.degraded, isDegraded: true, to: &shares) }
    }

    private var failsOnPanic: Bool { cluster.zoneAware?.failsOnPanic ?? false }

    private func eligible(_ members: [Int], isDegraded: Bool) -> [Int] {
        members.filter { isDegraded ? hosts[$0].isDegraded : hosts[$0].isHealthy }
    }

    /// Locality first, where localities count, then host (common/load_balancer_impl.cc `hostSourceToUse`).
    private func addAvailable(_ load: Double, isDegraded: Bool, to shares: inout [Double]) {
        if weighsLocalities, let weights = effectiveWeights(isDegraded: isDegraded) {
            for (locality, weight) in zip(set.localities, weights) where weight > 0 {
                spread(load * weight, over: eligible(locality.hosts, isDegraded: isDegraded), to: &shares)
            }
            return
        }
        if let routing = zoneAwareRouting {
            for (locality, part) in zip(set.localities, routing) where part > 0 {
                spread(load * part, over: eligible(locality.hosts, isDegraded: isDegraded), to: &shares)
            }
            let rest = 1 - routing.reduce(0, +)
            guard rest > 1e-12 else { return }
            spread(load * rest, over: eligible(set.hosts, isDegraded: isDegraded), to: &shares)
            return
        }
        spread(load, over: eligible(set.hosts, isDegraded: isDegraded), to: &shares)
    }

    /// The part of each locality: W x min(1, factor x eligible / counted) over the sum; nil when all are 0.
    ///
    /// Source: common/locality_wrr.cc (`effectiveLocalityWeight`).
    private func effectiveWeights(isDegraded: Bool) -> [Double]? {
        let weights = set.localities.map { locality -> Double in
            let counted = locality.hosts.filter { !hosts[$0].isExcluded }.count
            guard counted > 0 else { return 0 }
            let available = Double(eligible(locality.hosts, isDegraded: isDegraded).count) / Double(counted)
            return locality.weight * min(1, Double(overprovisioning) / 100 * available)
        }
        let total = weights.reduce(0, +)
        return total > 0 ? weights.map { $0 / total } : nil
    }

    private var zoneAwareRouting: [Double]? {
        guard !weighsLocalities, set.priority == 0, let settings = cluster.zoneAware,
            let local = traffic.localCluster
        else { return nil }
        return ZoneAwareRouting(settings, local).parts(
            of: set.localities.map { locality in
                let healthy = eligible(locality.hosts, isDegraded: false)
                return ZoneAwareRouting.Zone(
                    locality: locality.locality,
                    healthy: healthy.count,
                    weight: healthy.reduce(0) { $0 + hosts[$1].weight }
                )
            }
        )
    }

    /// Spreads a load over a set of hosts by the policy.
    private func spread(_ load: Double, over members: [Int], to shares: inout [Double]) {
        guard !members.isEmpty else { return }
        for (member, part) in zip(members, parts(of: members, load)) { shares[member] += load * part }
    }

    private func parts(of members: [Int], _ load: Double) -> [Double] {
        switch cluster.policy {
        case .random, .clientSideWeightedRoundRobin:
            // random/random_lb.cc and client_side_weighted_round_robin/: EDS weights do not count.
            return members.map { _ in 1 / Double(members.count) }
        case .leastRequest:
            return LeastRequest(cluster.leastRequest).parts(
                of: members.map { LeastRequest.Host(weight: weight(of: $0), time: time(of: $0)) },
                // Requests in flight spread as the load does.
                inFlight: Double(traffic.inFlight) * load
            )
        default:
            // EDF turns of common/load_balancer_impl.cc keep proportions exactly.
            let weights = members.map(weight(of:))
            let total = weights.reduce(0, +)
            return weights.map { $0 / total }
        }
    }

    private func weight(of host: Int) -> Double {
        guard let slowStart = cluster.slowStart, let age = traffic.ages[hosts[host].address] else {
            return hosts[host].weight
        }
        return hosts[host].weight * slowStart.factor(age: age)
    }

    private func time(of host: Int) -> Double { traffic.latencies[hosts[host].address] ?? 1 }

    /// One table for healthy and degraded load, built of healthy hosts only, or of all in panic.
    ///
    /// Source: common/thread_aware_lb_impl.cc (`normalizeWeights`): weights of localities are not scaled by health, and
    /// those of localities without healthy hosts stay in the sum.
    private func addByHash(_ load: Double, isPanicking: Bool, to shares: inout [Double]) {
        let keys = HashWeights(set, hosts, weighsLocalities: weighsLocalities, isPanicking: isPanicking).keys
        let parts =
            cluster.policy == .maglev
            ? MaglevTable(keys, size: cluster.hashing.tableSize).shares
            : HashRing(keys, sizes: cluster.hashing.ring, function: cluster.hashing.hash).shares
        for (host, part) in parts { shares[host] += load * part }
    }
}

extension HashSettings {
    fileprivate var hash: (String) -> UInt64 {
        switch function {
        case .xxHash: { XXHash64.hash($0) }
        case .murmurHash2: { MurmurHash2.hash($0) }
        }
    }
}
