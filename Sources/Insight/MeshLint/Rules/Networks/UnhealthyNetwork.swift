internal import MeshModel

/// SH017: a network in which no endpoint of a service is ready.
struct UnhealthyNetwork: LintRule {
    let about = RuleDescription(
        code: "SH017",
        severity: .warning,
        title: "no endpoint of a service is ready in a network, and its gateway still has weight",
        why: """
            Where unready endpoints are sent (services with a traffic distribution, draining ones with sessions), \
            istiod 1.30 counts them in the weight of their network's gateway, and the gateway itself looks healthy: \
            requests go to a network that cannot answer. The standard rules count ready endpoints only.
            """,
        fix: """
            Restore the workload, or scale it down so that its endpoints are removed. Serve with \
            remote-health=healthy-only.
            """,
        example: """
            endpoints: [{addresses: [10.2.0.1], conditions: {ready: false, terminating: false}}]
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.services.filter(\.isSeenElsewhere).flatMap { service -> [Finding] in
            let sent = service.kinds.filter { $0.hidden == nil && context.isEntered($0.example.network) }
            return Dictionary(grouping: sent, by: \.example.network).compactMap { network, kinds in
                guard kinds.allSatisfy({ $0.example.health == .unhealthy || $0.example.health == .draining }),
                    let first = kinds.first, context.networks.isViewed(network)
                else { return nil }
                let isAvoided = context.semantics.remoteHealth == .healthyOnly
                let count = Wording.count(kinds.reduce(0) { $0 + $1.count }, "endpoint")
                let effect =
                    isAvoided
                    ? "its gateway has no weight; under istiod 1.30 it would have"
                    : "its gateway has their weight nevertheless"
                return finding(
                    "none of the \(count) of \(service.name) in network \(network) is ready: \(effect)",
                    first.example.source,
                    isAvoided ? .info : nil,
                    key: "\(service.name) \(network)"
                )
            }
        }
    }
}
