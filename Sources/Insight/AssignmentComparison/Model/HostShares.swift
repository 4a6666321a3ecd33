/// The shares of the requests that the weights intend for each host.
///
/// Health does not count: shares are the intended ones, not the actual ones.
public struct HostShares: Sendable {
    /// For each group the share of each host in its priority, from 0 to 1; in the order of the assignment.
    public let ofPriority: [[Double]]
    /// The best priority with hosts, or `nil` without hosts.
    public let bestPriority: UInt32?
    private let priorities: [UInt32]

    /// Computes the shares of an assignment.
    ///
    /// - Parameter countsLocalityWeights: a Boolean value that indicates whether the weights of localities count, as in
    ///   Envoy if any is
    ///   given; otherwise the weights of all hosts of a priority are added up.
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

    /// Returns the share of all requests while the best priority is healthy: 0 for hosts of other priorities.
    public func ofTraffic(group: Int, host: Int) -> Double {
        guard priorities.indices.contains(group), priorities[group] == bestPriority,
            ofPriority[group].indices.contains(host)
        else { return 0 }
        return ofPriority[group][host]
    }
}
