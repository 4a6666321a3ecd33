internal import MeshModel

/// The text that tells telemetry which workload an endpoint is (D-2, D-3).
enum WorkloadMetadata {
    /// `workload;namespace;canonical name;canonical revision;cluster`.
    static func text(for endpoint: Endpoint) -> String {
        let labels = endpoint.labels
        let name =
            labels.nonEmpty(LabelKey.canonicalName) ?? labels.nonEmpty("app.kubernetes.io/name")
            ?? labels.nonEmpty("app") ?? endpoint.workloadName
        let revision =
            labels.nonEmpty(LabelKey.canonicalRevision) ?? labels.nonEmpty("app.kubernetes.io/version")
            ?? labels.nonEmpty("version") ?? ""
        return [
            endpoint.workloadName, endpoint.namespace, name, revision == "latest" ? "" : revision,
            endpoint.cluster.name,
        ].joined(separator: ";")
    }

    /// A gateway is known by its cluster alone (K-2).
    static func text(for gateway: Gateway) -> String { ";;;;\(gateway.cluster.name)" }
}
