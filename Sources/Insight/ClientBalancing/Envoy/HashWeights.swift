/// The weights with which hosts come into a hash table.
///
/// Source: common/thread_aware_lb_impl.cc (`normalizeWeights`, `normalizeLocalityWeights`, `normalizeHostWeights`).
struct HashWeights {
    /// The hosts in the order in which the table takes them.
    let keys: [WeightedKey]

    init(_ set: EnvoyHostSet, _ hosts: [EnvoyHost], weighsLocalities: Bool, isPanicking: Bool) {
        let usable = { (members: [Int]) in members.filter { isPanicking || hosts[$0].isHealthy } }
        guard weighsLocalities else {
            keys = Self.normalized(usable(set.hosts), hosts, of: 1)
            return
        }
        let total = set.localities.reduce(0) { $0 + $1.weight }
        // Without any locality weight the table stays empty.
        keys =
            total > 0
            ? set.localities.flatMap { locality in
                locality.weight > 0
                    ? Self.normalized(usable(locality.hosts), hosts, of: locality.weight / total) : []
            } : []
    }

    private static func normalized(_ members: [Int], _ hosts: [EnvoyHost], of part: Double) -> [WeightedKey] {
        let sum = members.reduce(0) { $0 + hosts[$1].weight }
        return members.map { member in
            WeightedKey(host: member, key: hosts[member].hashKey, weight: hosts[member].weight * part / sum)
        }
    }
}
