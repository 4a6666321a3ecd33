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
        AffectedClients.all(in: context.clientClusters, by: Self.rule, rank: Self.rank).map { affected in
            let (rule, cluster) = (affected.key, affected.worst)
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

    /// The rule that combines both; nil for a cluster without the problem.
    private static func rule(_ cluster: ClientCluster) -> ObjectReference? {
        guard cluster.declared == nil, cluster.shares.cluster.policy.isByHash, cluster.shares.weighsLocalities else {
            return nil
        }
        return cluster.policyRule
    }

    private static func rank(_ cluster: ClientCluster) -> Double {
        cluster.shares.addresses.isEmpty ? 0 : cluster.shares.noHost
    }
}
