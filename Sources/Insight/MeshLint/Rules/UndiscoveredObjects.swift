internal import MeshModel
internal import MeshSources

/// SH041: configuration that the control plane does not read.
struct UndiscoveredObjects: LintRule {
    let about = RuleDescription(
        code: "SH041",
        severity: .warning,
        title: "an object does not exist for the control plane",
        why: """
            With discoverySelectors only namespaces that a selector matches exist for the control plane; a gateway's \
            Service in a namespace that none matches is no gateway. Objects labelled istio.io/rev are read by the control \
            plane of that revision only, and of several ConfigMaps only one counts.
            """,
        fix: """
            Label the namespace so that a selector matches it, or remove the label istio.io/rev. Name the revision with \
            --revision, or as revision in mesh-directory.yaml.
            """,
        example: """
            discoverySelectors: [{matchLabels: {discovery: enabled}}]   # istio-system is not labelled
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        undiscoveredGateways(context) + otherRevisions(context) + otherConfigMaps(context)
    }

    /// Returns the gateway Services in namespaces that are not discovered.
    private func undiscoveredGateways(_ context: LintContext) -> [Finding] {
        context.mesh.clusters.flatMap { cluster -> [Finding] in
            guard let namespaces = context.mesh.discoveredNamespaces(of: cluster) else { return [] }
            return cluster.services.compactMap { service in
                guard let network = service.metadata.labels.nonEmpty(LabelKey.network),
                    !namespaces.contains(service.metadata.namespace)
                else { return nil }
                return finding(
                    "no discovery selector matches namespace \(service.metadata.namespace), so this is no gateway of "
                        + "network \(network)",
                    service.metadata.reference
                )
            }
        }
    }

    /// Returns the objects of the config cluster that are labelled for another revision.
    private func otherRevisions(_ context: LintContext) -> [Finding] {
        guard let config = context.mesh.clusters.first(where: { $0.id == context.mesh.configCluster }),
            let revision = context.mesh.effectiveRevision
        else { return [] }
        let metadata =
            config.serviceEntries.map(\.metadata) + config.workloadEntries.map(\.metadata)
            + config.destinationRules.map(\.metadata) + config.peerAuthentications.map(\.metadata)
            + config.sidecars.map(\.metadata)
        return metadata.compactMap { object in
            guard let other = object.labels[LabelKey.revision], other != revision else { return nil }
            return finding(
                "it is labelled for revision \(other), and the control plane is of revision \(revision)",
                object.reference
            )
        }
    }

    /// Returns the ConfigMaps beside the one that counts, unless a revision is named.
    private func otherConfigMaps(_ context: LintContext) -> [Finding] {
        guard context.mesh.revision == nil, let counting = context.mesh.configMap,
            let config = context.mesh.clusters.first(where: { $0.id == context.mesh.configCluster })
        else { return [] }
        return config.configMaps.filter { $0.metadata.name != counting.metadata.name }.map { map in
            finding(
                "ConfigMap \(counting.metadata.name) counts; the one of revision \(map.revision) does not",
                map.metadata.reference
            )
        }
    }
}
