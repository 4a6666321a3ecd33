internal import ClientBalancing
internal import EndpointTranslation
internal import MeshModel
internal import TextFormats

/// The reasons for which an address has another share in Envoy than by its endpoints' weights.
struct ShareReasons {
    /// The reason if the address itself has none.
    static let others = "other addresses get more or less"

    private let explanation: AssignmentExplanation
    private let kept: KeptHosts
    private let levels: [ClientShares.Level]
    private let cluster: ClusterSettings
    private let client: ClientKind
    private var weighsLocalities: Bool { cluster.weighsLocalities }

    init(
        _ explanation: AssignmentExplanation,
        _ kept: KeptHosts,
        _ real: KeptHosts.Shares,
        _ cluster: ClusterSettings,
        _ client: ClientKind
    ) {
        self.explanation = explanation
        self.kept = kept
        levels = real.result.levels
        self.cluster = cluster
        self.client = client
    }

    /// Returns the reasons in one address; empty if they are in others.
    func reasons(at index: Int) -> [String] {
        let host = kept.hosts[index]
        var reasons: [String] = []
        if !host.copies.isEmpty {
            let copies = host.copies.map { copy in
                let priority = copy.group.priority == host.group.priority ? "" : ", priority \(copy.group.priority)"
                return "\(Self.place(copy.group.locality)) (weight \(copy.host.weight)\(priority))"
            }
            reasons.append("kept once: Envoy ignores the copy in \(copies.joined(separator: ", and in "))")
        }
        if !host.isHealthy { reasons.append("it is sent as not healthy") }
        let unhealthy = host.host.behind.filter { !$0.endpoint.isHealthy }.count
        if unhealthy > 0 {
            reasons.append(
                "\(unhealthy) of the \(CountText.of(host.host.behind.count, "endpoint")) behind it "
                    + "\(unhealthy == 1 ? "is" : "are") not healthy, and count towards its weight"
            )
        }
        let priorities = Set(host.parts.compactMap(\.endpoint.traced.ownPriority)).sorted()
        if priorities != [host.group.priority], !priorities.isEmpty {
            let own = priorities.map(String.init).joined(separator: " and ")
            reasons.append("its endpoints belong to priority \(own), the gateway is in \(host.group.priority)")
        }
        reasons += levelReasons(host)
        if explanation.trace.scale.rounding == .floored, host.host.gateway != nil, losesRemainder(host.host) {
            reasons.append("its weight was rounded down: \(host.host.sum.text)")
        }
        if explanation.trace.scale.rounding == .floored, !weighsLocalities, wraps(host.host) {
            reasons.append("its weight exceeds 32 bits")
        }
        if weighsLocalities, Set(host.parts.map { Locality(label: $0.endpoint.endpoint.localityLabel) }).count > 1 {
            reasons.append("it represents several localities, of which Envoy knows one")
        }
        if reasons.isEmpty, let policyReason { reasons.append(policyReason) }
        return reasons
    }

    /// The policy, where it does not keep the weights of hosts.
    private var policyReason: String? {
        if client == .grpc {
            return cluster.policy == .ringHash
                ? "gRPC multiplies the weight of the locality with that of the endpoint"
                : "gRPC ignores the weights of endpoints"
        }
        // Localities that are weighed keep shares if each has hosts of one weight only.
        let isUniform = weighsLocalities && kept.hasUniformLocalities
        switch cluster.policy {
        case .random: return isUniform ? nil : "RANDOM gives every address the same, whatever its weight"
        case .clientSideWeightedRoundRobin:
            return isUniform ? nil : "client-side weighted round robin ignores weights of EDS"
        case .leastRequest:
            return isUniform || !kept.hasUnequalWeights
                ? nil : "LEAST_REQUEST lessens weights while requests are in flight"
        case .ringHash: return "keys fall unevenly on the ring"
        case .roundRobin, .maglev, .clusterProvided: return nil
        }
    }

    private func levelReasons(_ host: KeptHosts.Host) -> [String] {
        let priority = Int(host.group.priority)
        guard priority < levels.count else { return [] }
        let level = levels[priority]
        if level.isPanicking {
            return [
                "panic: \(level.healthy) of \(level.hosts) hosts of priority \(priority) are healthy, so all are used"
            ]
        }
        guard levels.count > 1, level.load < 100 else { return [] }
        return ["priority \(priority) gets \(level.load)% of the requests"]
    }

    /// Returns a Boolean value that indicates whether rounding down changed the proportion.
    private func losesRemainder(_ host: ExplainedHost) -> Bool {
        guard let exact = host.sum.exactTotal else { return true }
        let scaled = exact.numerator.multipliedReportingOverflow(by: UInt128(host.sum.scale.factor))
        return scaled.overflow || scaled.partialValue != UInt128(host.host.weight) * exact.denominator
    }

    private func wraps(_ host: ExplainedHost) -> Bool {
        guard let exact = host.sum.exactTotal else { return true }
        let total = Double(exact.numerator) / Double(exact.denominator) * Double(host.sum.scale.factor)
        return total > Double(UInt32.max)
    }

    private static func place(_ locality: Locality) -> String {
        locality.isEmpty ? "no locality" : "locality \(locality)"
    }
}
