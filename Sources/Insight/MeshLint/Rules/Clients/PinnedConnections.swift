internal import EndpointTranslation
internal import MeshExplanation
internal import MeshModel

/// SH049: HTTP/2 connections through a gateway that passes TLS through.
struct PinnedConnections: LintRule {
    let about = RuleDescription(
        code: "SH049",
        severity: .info,
        title: "all requests of an HTTP/2 connection through a gateway go to one endpoint",
        why: """
            A gateway between networks passes TLS through by its server name and chooses an endpoint for each connection, \
            not for each request. An HTTP/2 client has one connection per worker thread, so one endpoint behind the \
            gateway gets all requests of the client until the connection ends.
            """,
        fix: """
            Limit requests per connection (connectionPool.http.maxRequestsPerConnection), or have many clients. Nothing \
            is wrong where traffic comes from many clients.
            """,
        example: """
            kind: Service
            spec: {ports: [{name: grpc, port: 80}]}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        AffectedClients.all(in: context.clientClusters, by: Self.service, rank: Self.rank).compactMap { affected in
            let cluster = affected.worst
            guard let gateway = Self.gateway(cluster) else { return nil }
            return finding(
                "one HTTP/2 connection of \(cluster.clients) to \(cluster.service.hostname) reaches one of "
                    + "\(gateway.endpoints) endpoints behind gateway \(gateway.row.name) of network \(gateway.network)"
                    + affected.note,
                ClientCluster.rule(cluster.settings.http2Origin) ?? cluster.service.source,
                key: cluster.service.hostname
            )
        }
    }

    /// The service; nil for a cluster without the problem.
    private static func service(_ cluster: ClientCluster) -> MeshSnapshot.ServiceKey? {
        cluster.settings.isHTTP2 && gateway(cluster) != nil ? cluster.service.key : nil
    }

    private static func rank(_ cluster: ClientCluster) -> Int { gateway(cluster)?.endpoints ?? 0 }

    /// The gateway with the most endpoints behind it; the first of equals.
    private static func gateway(_ cluster: ClientCluster) -> EffectiveShares.Address? {
        cluster.shares.addresses.filter { $0.spread != nil && $0.endpoints > 0 }.max { $0.endpoints < $1.endpoints }
    }
}
