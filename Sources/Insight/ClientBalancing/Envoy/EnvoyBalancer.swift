internal import MeshModel

/// The choice of an Envoy among the hosts of one cluster.
///
/// File names in this folder are below envoy/source/extensions/load_balancing_policies/ unless they say otherwise.
struct EnvoyBalancer {
    private let assignment: BalancedAssignment
    private let cluster: ClusterSettings
    private let traffic: TrafficConditions

    init(_ assignment: BalancedAssignment, _ cluster: ClusterSettings, _ traffic: TrafficConditions) {
        self.assignment = assignment
        self.cluster = cluster
        self.traffic = traffic
    }

    func shares() -> ClientShares {
        let (hosts, sets) = EnvoyHostSet.all(of: assignment, usesHostnames: cluster.hashing.usesHostnames)
        if let refusal = refusal {
            return ClientShares(hosts: hosts.map { $0.result(0) }, refusal: refusal)
        }
        guard let chosen = SubsetSelection(cluster, traffic.subset).select(sets, hosts) else {
            return ClientShares(hosts: hosts.map { $0.result(0) })
        }
        let loads = PriorityLoads(
            chosen.sets.map { PriorityLoads.Count($0, hosts) },
            overprovisioning: assignment.overprovisioningFactor,
            weighsHealth: assignment.weighsPriorityHealth,
            panicThreshold: cluster.panicThreshold
        )
        var shares = [Double](repeating: 0, count: hosts.count)
        for (set, load) in zip(chosen.sets.indices, self.loads(loads)) where load.sum > 0 {
            let balancer = PriorityBalancer(
                set: chosen.sets[set],
                hosts: hosts,
                cluster: cluster,
                weighsLocalities: cluster.weighsLocalities && chosen.weighsLocalities,
                overprovisioning: assignment.overprovisioningFactor,
                traffic: traffic
            )
            balancer.add(load, isPanicking: loads.isPanicking[set], to: &shares)
        }
        return ClientShares(
            hosts: zip(hosts, shares).map { $0.result($1) },
            levels: levels(loads)
        )
    }

    private var refusal: ClientRefusal? {
        guard let other = cluster.otherDiscovery else { return nil }
        return ClientRefusal(
            code: .discovery,
            message: "a cluster of type \(other) asks for no endpoints by EDS, so the assignment has no effect"
        )
    }

    private func loads(_ loads: PriorityLoads) -> [PriorityBalancer.Load] {
        loads.counts.indices.map { priority in
            PriorityBalancer.Load(
                healthy: Double(loads.healthy[priority]) / 100,
                degraded: Double(loads.degraded[priority]) / 100
            )
        }
    }

    private func levels(_ loads: PriorityLoads) -> [ClientShares.Level] {
        loads.counts.enumerated().map { priority, count in
            ClientShares.Level(
                priority: priority,
                hosts: count.counted,
                healthy: count.healthy,
                degraded: count.degraded,
                healthyLoad: loads.healthy[priority],
                degradedLoad: loads.degraded[priority],
                isPanicking: loads.isPanicking[priority]
            )
        }
    }
}

extension EnvoyHost {
    func result(_ share: Double) -> ClientShares.Host {
        ClientShares.Host(address: address, locality: locality, endpoint: endpoint, share: share)
    }
}
