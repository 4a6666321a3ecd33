internal import MeshModel

/// The hosts of one priority.
///
/// Source: envoy/source/common/upstream/upstream_impl.cc (`PriorityStateManager`, `HostSetImpl`).
struct EnvoyHostSet {
    /// The hosts of one locality.
    struct LocalityHosts {
        let locality: Locality
        /// The weight; 0 where none is given beside others.
        var weight: Double
        /// The hosts of any health, by their numbers.
        var hosts: [Int]
    }

    let priority: Int
    /// The hosts of any health, by their numbers, in the order of the assignment.
    var hosts: [Int] = []
    /// The same by locality, in the order of localities.
    var localities: [LocalityHosts] = []
}

extension EnvoyHostSet {
    /// Sorts the hosts of an assignment into priorities.
    ///
    /// An address that is listed twice belongs to its first entry, whatever the priority
    /// (upstream_impl.cc `updateDynamicHostList`); a locality that is listed twice has the weight of its last entry.
    static func all(
        of assignment: BalancedAssignment,
        usesHostnames: Bool
    ) -> (hosts: [EnvoyHost], sets: [EnvoyHostSet]) {
        var hosts: [EnvoyHost] = []
        var seen: Set<String> = []
        let count = (assignment.localities.map(\.priority).max() ?? 0) + 1
        var sets = (0..<count).map { EnvoyHostSet(priority: $0) }
        var weights = [[Locality: Double]](repeating: [:], count: count)
        var members = [[Locality: [Int]]](repeating: [:], count: count)
        for (position, group) in assignment.localities.enumerated() where group.priority >= 0 {
            if let weight = group.weight { weights[group.priority][group.locality] = Double(weight) }
            for (index, endpoint) in group.endpoints.enumerated() where seen.insert(endpoint.address).inserted {
                sets[group.priority].hosts.append(hosts.count)
                members[group.priority][group.locality, default: []].append(hosts.count)
                hosts.append(EnvoyHost(endpoint, at: position, index, usesHostnames: usesHostnames))
            }
        }
        for priority in sets.indices {
            sets[priority].localities = members[priority].sorted { $0.key < $1.key }.map { locality, hosts in
                LocalityHosts(locality: locality, weight: weights[priority][locality] ?? 0, hosts: hosts)
            }
        }
        return (hosts, sets)
    }
}

extension EnvoyHost {
    init(_ endpoint: BalancedEndpoint, at locality: Int, _ index: Int, usesHostnames: Bool) {
        let own = endpoint.metadata["hash_key"]?.text ?? ""
        let named = usesHostnames ? endpoint.hostname : endpoint.address
        self.init(
            address: endpoint.address,
            locality: locality,
            endpoint: index,
            weight: Double(max(1, endpoint.weight)),
            health: endpoint.health,
            hashKey: own.isEmpty ? named : own,
            metadata: endpoint.metadata
        )
    }
}
