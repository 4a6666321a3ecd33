internal import ClientBalancing
internal import EndpointTranslation
internal import MeshExplanation
internal import MeshModel
internal import TextFormats

/// SH050: consistent hashing over weighed localities.
struct HashedLocalities: LintRule {
    let about = RuleDescription(
        code: "SH050",
        severity: .warning,
        title: "consistent hashing is combined with weighed localities",
        why: """
            RING_HASH and MAGLEV multiply the weights of localities and do not scale them by health: a locality that has \
            lost half of its endpoints keeps its whole share, and in panic localities still count. Without any locality \
            weight, or with only degraded endpoints, the table is empty and requests get 503.
            """,
        fix: "Remove distribute or failoverPriority from the rule, or use a policy that does not hash.",
        example: """
            kind: DestinationRule
            spec:
              trafficPolicy:
                loadBalancer:
                  consistentHash: {httpHeaderName: x-user}
                  localityLbSetting: {distribute: [{from: "eu/*", to: {"eu/*": 100}}]}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        var seen: Set<ObjectReference> = []
        return context.clientClusters.compactMap { cluster in
            guard cluster.declared == nil, cluster.shares.cluster.policy.isByHash, cluster.shares.weighsLocalities,
                let rule = cluster.policyRule, seen.insert(rule).inserted
            else { return nil }
            let policy = cluster.shares.cluster.policy.rawValue
            guard cluster.shares.noHost > 0.001, !cluster.shares.addresses.isEmpty else {
                return finding(
                    "\(policy) does not scale the weights of localities of \(cluster.service.hostname) by health",
                    rule
                )
            }
            return finding(
                "\(policy) finds no host for \(PercentText.of(cluster.shares.noHost)) of the requests of "
                    + "\(cluster.clients) to \(cluster.service.hostname): they get 503",
                rule,
                .error
            )
        }
    }
}
