internal import MeshModel
internal import MeshSources

/// SH039: configuration outside the config cluster.
struct MisplacedConfiguration: LintRule {
    let about = RuleDescription(
        code: "SH039",
        severity: .info,
        title: "configuration is in a cluster other than the config cluster, and is not read",
        why: """
            ServiceEntries, DestinationRules, PeerAuthentications and the ConfigMap istio are read in the config \
            cluster only. In another cluster they apply to that cluster's own control plane, but not to this one.
            """,
        fix: "Apply the objects in the config cluster as well, or make the cluster the configCluster.",
        example: """
            # mesh-directory.yaml: configCluster: west
            # clusters/east/rules.yaml: kind: DestinationRule
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        let config = context.configCluster
        let known = Set(config.map { Self.objects(of: $0).map(\.shortName) } ?? [])
        return context.mesh.clusters.filter { $0.id != context.mesh.configCluster }.compactMap { cluster in
            let objects = Self.objects(of: cluster).filter { !known.contains($0.shortName) }
            guard let first = objects.first else { return nil }
            return finding(
                "\(Wording.count(objects.count, "object")) of cluster \(cluster.id) not read, such as \(first.shortName): "
                    + "only those of \(context.mesh.configCluster) count",
                first,
                places: objects.dropFirst().prefix(3).map { Finding.Place($0) },
                key: cluster.id.name
            )
        }
    }

    private static func objects(of cluster: ClusterObjects) -> [ObjectReference] {
        cluster.serviceEntries.map(\.metadata.reference) + cluster.destinationRules.map(\.metadata.reference)
            + cluster.peerAuthentications.map(\.metadata.reference)
    }
}
