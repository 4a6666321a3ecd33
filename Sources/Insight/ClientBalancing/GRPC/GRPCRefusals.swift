internal import MeshModel

/// The rules by which gRPC refuses a cluster or an assignment (NACK), in the order in which it looks.
///
/// Sources: grpc/src/core/xds/grpc/xds_cluster_parser.cc, xds_endpoint_parser.cc; gRFC A27.
struct GRPCRefusals {
    private let assignment: BalancedAssignment
    private let cluster: ClusterSettings

    init(_ assignment: BalancedAssignment, _ cluster: ClusterSettings) {
        self.assignment = assignment
        self.cluster = cluster
    }

    /// The first refusal; nil when the client takes both.
    var first: ClientRefusal? {
        policy ?? discovery ?? duplicateAddress ?? duplicateLocality ?? priorityGap ?? overflow
    }

    private var policy: ClientRefusal? {
        switch cluster.policy {
        case .roundRobin, .ringHash, .clientSideWeightedRoundRobin: return nil
        case .leastRequest, .random, .maglev, .clusterProvided:
            return ClientRefusal(
                code: .policy,
                message: "gRPC refuses the cluster: LB policy is not supported (\(cluster.policy.rawValue))"
            )
        }
    }

    private var discovery: ClientRefusal? {
        guard let other = cluster.otherDiscovery else { return nil }
        return ClientRefusal(code: .discovery, message: "a cluster of type \(other) asks for no endpoints by EDS")
    }

    private var duplicateAddress: ClientRefusal? {
        var seen: Set<String> = []
        for endpoint in assignment.localities.flatMap(\.endpoints) where !seen.insert(endpoint.address).inserted {
            return refused("duplicate endpoint address \(endpoint.address)")
        }
        return nil
    }

    private var duplicateLocality: ClientRefusal? {
        var seen: [Int: Set<Locality>] = [:]
        for group in assignment.localities where (group.weight ?? 0) > 0 {
            guard seen[group.priority, default: []].insert(group.locality).inserted else {
                return refused("duplicate locality \(group.locality) in priority \(group.priority)")
            }
        }
        return nil
    }

    private var priorityGap: ClientRefusal? {
        let used = Set(assignment.localities.filter { ($0.weight ?? 0) > 0 }.map(\.priority))
        guard let last = used.max(), let gap = (0...last).first(where: { !used.contains($0) }) else { return nil }
        return refused("priority \(gap) is empty")
    }

    private var overflow: ClientRefusal? {
        var sums: [Int: UInt64] = [:]
        for group in assignment.localities { sums[group.priority, default: 0] += UInt64(group.weight ?? 0) }
        guard let priority = sums.filter({ $0.value > UInt64(UInt32.max) }).keys.min() else { return nil }
        return refused("sum of locality weights for priority \(priority) exceeds uint32 max")
    }

    private func refused(_ reason: String) -> ClientRefusal {
        ClientRefusal(code: .assignment, message: "gRPC refuses the assignment: \(reason)")
    }
}
