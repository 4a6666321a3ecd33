internal import MeshModel
internal import MeshSources

/// SH035: a network label on a namespace other than the system namespace.
struct NamespaceLabel: LintRule {
    let about = RuleDescription(
        code: "SH035",
        severity: .warning,
        title: "a namespace other than the system namespace is labelled with a network",
        why: """
            The label topology.istio.io/network is read on the control plane's namespace only, where it applies to the \
            whole cluster. On a namespace of an application it has no effect.
            """,
        fix: """
            Label the system namespace for the whole cluster, or the pods for single workloads. If this is the control \
            plane's namespace, name it in mesh-directory.yaml as systemNamespace.
            """,
        example: """
            kind: Namespace
            metadata: {name: shop, labels: {topology.istio.io/network: east}}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.mesh.clusters.flatMap { cluster in
            cluster.namespaces.filter { $0.metadata.name != context.mesh.systemNamespace }.compactMap { namespace in
                namespace.metadata.labels.nonEmpty(LabelKey.network).map { label in
                    finding(
                        "the label for network \(label) has no effect: only namespace \(context.mesh.systemNamespace) is read",
                        namespace.metadata.reference
                    )
                }
            }
        }
    }
}
