internal import MeshModel
internal import MeshSources

/// SH027: pods with another network than their cluster's.
struct ContradictingPods: LintRule {
    let about = RuleDescription(
        code: "SH027",
        severity: .info,
        title: "pods are labelled with another network than their cluster's system namespace",
        why: """
            The pod's label wins. That is right for a cluster that spans several networks, and wrong if the label was \
            copied with a manifest from another cluster: the pods are then reached through the other network's \
            gateways, which have no route to them.
            """,
        fix: "Remove the label topology.istio.io/network from the pods' template, unless they are in that network.",
        example: """
            # Namespace istio-system: topology.istio.io/network: west
            kind: Pod
            metadata: {labels: {topology.istio.io/network: east}}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.mesh.clusters.flatMap { cluster -> [Finding] in
            let namespace = cluster.namespaces.first { $0.metadata.name == context.mesh.systemNamespace }
            guard let own = namespace?.metadata.labels.nonEmpty(LabelKey.network), let namespace else { return [] }
            let pods = cluster.pods.filter { pod in
                pod.metadata.labels.nonEmpty(LabelKey.network).map { $0 != own } ?? false
            }
            let groups = Dictionary(grouping: pods) { $0.metadata.labels[LabelKey.network] ?? "" }
            return groups.keys.sorted().compactMap { network in
                guard let group = groups[network], let first = group.first else { return nil }
                let others = group.count == 1 ? "" : " and \(group.count - 1) more"
                return finding(
                    "\(first.metadata.reference.shortName)\(others) of cluster \(cluster.id) "
                        + "\(group.count == 1 ? "is" : "are") labelled with network \(network), the system namespace with \(own)",
                    first.metadata.reference,
                    places: [Finding.Place(namespace.metadata.reference)],
                    key: network
                )
            }
        }
    }
}
