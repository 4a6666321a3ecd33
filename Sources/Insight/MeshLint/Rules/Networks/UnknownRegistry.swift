internal import MeshModel
internal import MeshSources

/// SH006: a `fromRegistry` that names no cluster.
struct UnknownRegistry: LintRule {
    let about = RuleDescription(
        code: "SH006",
        severity: .error,
        title: "fromRegistry names a cluster that does not exist",
        why: """
            The name must be exactly the cluster's id. Another one has no effect and gives no warning: the cluster's \
            endpoints stay without this network, and its Services are not looked up for registryServiceName. The \
            default id of istiod's own cluster is Kubernetes, with a capital K.
            """,
        fix: "Use the cluster's id, the name of its folder in clusters/, or remove the entry.",
        example: """
            east: {endpoints: [{fromRegistry: kubernetes}]}    # the cluster is called Kubernetes
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        let ids = context.mesh.clusters.map(\.id.name).sorted()
        return context.mesh.meshNetworks.networks.flatMap { network in
            network.endpoints.compactMap { placed in
                guard case .fromRegistry(let id) = placed.rule, !ids.contains(id.name) else { return nil }
                let hint =
                    NearMiss.of(id.name, among: ids).map { "did you mean \($0)?" }
                    ?? "the clusters are \(Wording.list(ids, most: 5))"
                return finding(
                    "network \(network.id) claims cluster \(id), which does not exist: \(hint)",
                    placed.reference,
                    key: id.name
                )
            }
        }
    }
}
