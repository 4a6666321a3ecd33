internal import MeshModel
internal import MeshSources

/// SH026: a cluster without a network, while other clusters have one.
struct ClusterWithoutNetwork: LintRule {
    let about = RuleDescription(
        code: "SH026",
        severity: .warning,
        title: "a cluster's endpoints have no network, while other clusters have one",
        why: """
            Endpoints without a network count as local to every proxy, so proxies of all networks receive their own \
            addresses. Usually the label topology.istio.io/network is missing on the cluster's system namespace.
            """,
        fix: """
            Label the system namespace of the cluster with topology.istio.io/network, or claim the cluster by \
            fromRegistry.
            """,
        example: """
            # cluster west: Namespace istio-system labelled topology.istio.io/network: west
            # cluster east: Namespace istio-system without the label
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        guard !context.networks.names.isEmpty else { return [] }
        var without: [ClusterID: (count: Int, example: Endpoint)] = [:]
        var placed: Set<ClusterID> = []
        for service in context.services where service.isSeenElsewhere {
            for kind in service.kinds where kind.hidden == nil {
                let endpoint = kind.example
                guard endpoint.source.kind == "EndpointSlice" else { continue }
                guard endpoint.network.isEmpty else {
                    placed.insert(endpoint.cluster)
                    continue
                }
                let known = without[endpoint.cluster]
                without[endpoint.cluster] = ((known?.count ?? 0) + kind.count, known?.example ?? endpoint)
            }
        }
        return without.keys.sorted().compactMap { id in
            guard let entry = without[id], !placed.subtracting([id]).isEmpty,
                let cluster = context.mesh.clusters.first(where: { $0.id == id })
            else { return nil }
            let namespace = cluster.namespaces.first { $0.metadata.name == context.mesh.systemNamespace }
            let lack =
                namespace == nil
                ? "there is no Namespace \(context.mesh.systemNamespace)"
                : "Namespace \(context.mesh.systemNamespace) has no label \(LabelKey.network)"
            return finding(
                "\(Wording.count(entry.count, "endpoint")) of cluster \(id) "
                    + "\(entry.count == 1 ? "has" : "have") no network: \(lack), and no network claims the cluster",
                namespace?.metadata.reference ?? entry.example.source,
                key: id.name
            )
        }
    }
}
