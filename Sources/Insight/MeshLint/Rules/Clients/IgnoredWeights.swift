internal import ClientBalancing
internal import EndpointTranslation
internal import MeshExplanation
internal import MeshModel
internal import TextFormats

/// SH048: weights of gateways that the client's policy does not keep.
struct IgnoredWeights: LintRule {
    let about = RuleDescription(
        code: "SH048",
        severity: .warning,
        title: "the load balancing policy gives a gateway another share than its weight",
        why: """
            A gateway stands for several endpoints and has their weight. RANDOM ignores weights, LEAST_REQUEST keeps them \
            only while nothing is in flight, and gRPC's round_robin looks at the weights of localities only. The \
            endpoints behind the gateway then get fewer requests than those beside the client.
            """,
        fix: """
            Use ROUND_ROBIN, or have the cluster weigh localities (localityLbSetting with distribute, or failoverPriority \
            with outlierDetection) together with share-encoding=localities, which the standard rules use.
            """,
        example: """
            kind: DestinationRule
            spec: {host: web.shop.svc.cluster.local, trafficPolicy: {loadBalancer: {simple: RANDOM}}}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        AffectedClients.all(in: context.clientClusters, by: Self.subject, rank: Self.rank).compactMap { affected in
            let cluster = affected.worst
            guard let loss = Loss(cluster.shares) else { return nil }
            return finding(
                "\(loss.text) of the requests of \(cluster.clients) to \(cluster.service.hostname)\(affected.note)",
                affected.key.object,
                loss.isUnderLoadOnly ? .info : nil,
                key: cluster.service.hostname
            )
        }
    }

    /// The object to change and the service; nil for a cluster whose gateways get their shares.
    private static func subject(_ cluster: ClientCluster) -> AffectedService? {
        guard cluster.shares.refusal == nil, !cluster.shares.cluster.policy.isByHash,
            let object = cluster.declared?.reference ?? cluster.policyRule, Loss(cluster.shares) != nil
        else { return nil }
        return AffectedService(object: object, service: cluster.service.key)
    }

    /// The lost share; one that is lost only under load ranks below any other.
    private static func rank(_ cluster: ClientCluster) -> Double {
        Loss(cluster.shares).map { $0.isUnderLoadOnly ? $0.part - 1 : $0.part } ?? -1
    }

    /// The gateway that loses most.
    private struct Loss {
        let text: String
        /// The lost share, from 0 to 1.
        let part: Double
        let isUnderLoadOnly: Bool

        init?(_ shares: EffectiveShares) {
            let gateways = shares.addresses.filter(\.isGateway)
            let policy =
                shares.client == .grpc ? "gRPC's \(shares.cluster.policy.rawValue)" : shares.cluster.policy.rawValue
            if let lost = gateways.max(by: { $0.row.intended - $0.row.effective < $1.row.intended - $1.row.effective }),
                lost.row.intended - lost.row.effective > 0.01
            {
                isUnderLoadOnly = false
                part = lost.row.intended - lost.row.effective
                text = Self.text(policy, lost, lost.row.effective, "")
            } else if let lost = gateways.max(by: { $0.row.intended - $0.underLoad < $1.row.intended - $1.underLoad }),
                lost.row.intended - lost.underLoad > 0.01
            {
                isUnderLoadOnly = true
                part = lost.row.intended - lost.underLoad
                text = Self.text(policy, lost, lost.underLoad, " with many requests in flight")
            } else {
                return nil
            }
        }

        private static func text(
            _ policy: String,
            _ lost: EffectiveShares.Address,
            _ share: Double,
            _ when: String
        ) -> String {
            "\(policy) gives gateway \(lost.row.name) of network \(lost.network) \(PercentText.of(share)) instead of "
                + "\(PercentText.of(lost.row.intended))\(when)"
        }
    }
}
