/// Which part of the requests the weights intend for each host.
///
/// Health does not count: shares say what was meant, not what is left of it.
public struct HostShares: Sendable {
    /// For each group the part of each host among those of its priority, from 0 to 1; in the order of the assignment.
    public let ofPriority: [[Double]]
    /// The best priority that has hosts; nil without hosts.
    public let bestPriority: UInt32?
    private let priorities: [UInt32]

    /// Computes the shares of an assignment.
    ///
    /// - Parameter countsLocalityWeights: whether the weights of localities count, as Envoy does where any is given; else the
    ///   weights of all hosts of a priority are simply added up.
    public init(_ assignment: ComparableAssignment, countsLocalityWeights: Bool = true) {
        priorities = assignment.groups.map(\.priority)
        bestPriority = priorities.min()
        var hosts: [UInt32: Double] = [:]
        var localities: [UInt32: Double] = [:]
        let sums = assignment.groups.map { group in group.hosts.reduce(0.0) { $0 + Double($1.weight) } }
        for (group, sum) in zip(assignment.groups, sums) {
            hosts[group.priority, default: 0] += sum
            if countsLocalityWeights, let weight = group.weight {
                localities[group.priority, default: 0] += Double(weight)
            }
        }
        ofPriority = zip(assignment.groups, sums).map { group, sum in
            let part: Double
            if let total = localities[group.priority], total > 0 {
                part = sum == 0 ? 0 : Double(group.weight ?? 0) / total / sum
            } else {
                let total = hosts[group.priority] ?? 0
                part = total == 0 ? 0 : 1 / total
            }
            return group.hosts.map { Double($0.weight) * part }
        }
    }

    /// The part of all requests while the best priority is fit: 0 for hosts of the others.
    public func ofTraffic(group: Int, host: Int) -> Double {
        guard priorities.indices.contains(group), priorities[group] == bestPriority,
            ofPriority[group].indices.contains(host)
        else { return 0 }
        return ofPriority[group][host]
    }
}
