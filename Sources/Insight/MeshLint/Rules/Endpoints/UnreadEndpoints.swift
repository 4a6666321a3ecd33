internal import MeshModel
internal import MeshSources

/// SH031: endpoints that are not read.
struct UnreadEndpoints: LintRule {
    let about = RuleDescription(
        code: "SH031",
        severity: .warning,
        title: "an EndpointSlice or Endpoints object is not read",
        why: """
            Endpoints are read from EndpointSlices with the label kubernetes.io/service-name of a Service. Slices \
            without it, slices of type FQDN, slices of Services that no cluster has, and objects of the old kind \
            Endpoints add nothing.
            """,
        fix: """
            Label the slice with kubernetes.io/service-name, use address type IPv4 or IPv6, add the Service, or dump \
            endpointslices beside endpoints.
            """,
        example: """
            kind: EndpointSlice
            metadata: {name: web-1}    # labels: {kubernetes.io/service-name: web}
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.mesh.clusters.flatMap { cluster in
            cluster.endpointSlices.compactMap { slice in
                reason(slice, context).map { finding($0, slice.metadata.reference) }
            } + oldEndpoints(of: cluster, context)
        }
    }

    private func reason(_ slice: EndpointSlice, _ context: LintContext) -> String? {
        let labels = slice.metadata.labels
        guard labels[LabelKey.multiClusterServiceName] == nil else { return nil }
        guard let name = labels.nonEmpty(LabelKey.serviceName) else {
            return "the slice is not read: it has no label \(LabelKey.serviceName)"
        }
        if slice.addressType == "FQDN" { return "the slice is not read: its addresses are host names (type FQDN)" }
        let host = "\(name).\(slice.metadata.namespace).svc.\(context.mesh.domainSuffix)"
        guard context.snapshot.services.services(named: host).isEmpty else { return nil }
        return "the slice is not used: no cluster has Service \(slice.metadata.namespace)/\(name)"
    }

    private func oldEndpoints(of cluster: ClusterObjects, _ context: LintContext) -> [Finding] {
        guard cluster.endpointSlices.isEmpty else { return [] }
        return cluster.files.compactMap { file in
            guard let count = file.objects.skippedKinds["Endpoints"] else { return nil }
            return Finding(
                code: about.code,
                severity: about.severity,
                message:
                    "\(Wording.count(count, "object")) of kind Endpoints not read, and cluster \(cluster.id) has no EndpointSlice",
                object: nil,
                location: SourceLocation(file: context.pathPrefix + file.path, line: 0, column: 0),
                key: "Endpoints"
            )
        }
    }
}
