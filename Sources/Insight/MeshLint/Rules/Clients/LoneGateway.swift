internal import EndpointTranslation
internal import MeshExplanation
internal import MeshModel

/// SH051: outlier detection that can eject the only address of a service.
struct LoneGateway: LintRule {
    let about = RuleDescription(
        code: "SH051",
        severity: .warning,
        title: "outlier detection can eject the only gateway of a service, and there is no panic",
        why: """
            With outlierDetection istiod sets the panic threshold to minHealthPercent, which is 0 by default. All errors \
            of the endpoints behind a gateway count against the gateway. If it is the only address of the service, its \
            ejection leaves no host, and every request gets 503 until it returns.
            """,
        fix: "Add a second gateway, or set minHealthPercent above 0, such as 50.",
        example: """
            kind: DestinationRule
            spec:
              host: web.shop.svc.cluster.local
              trafficPolicy: {outlierDetection: {consecutive5xxErrors: 5}}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        AffectedClients.all(in: context.clientClusters, by: Self.subject) { _ in 0 }.compactMap { affected in
            let cluster = affected.worst
            guard let only = cluster.shares.addresses.first else { return nil }
            return finding(
                "\(cluster.clients) reach \(cluster.service.hostname) through gateway \(only.row.name) of network "
                    + "\(only.network) only: when it is ejected, requests get 503\(affected.note)",
                affected.key.object,
                key: cluster.service.hostname
            )
        }
    }

    /// The rule and the service; nil for a cluster without the problem.
    private static func subject(_ cluster: ClientCluster) -> AffectedService? {
        guard cluster.explanation.trace.detectsOutliers, cluster.settings.panicThreshold == 0,
            cluster.shares.addresses.count == 1, cluster.shares.addresses.contains(where: \.isGateway),
            let rule = ClientCluster.rule(cluster.settings.panicOrigin) ?? cluster.explanation.trace.destinationRule
        else { return nil }
        return AffectedService(object: rule, service: cluster.service.key)
    }
}
