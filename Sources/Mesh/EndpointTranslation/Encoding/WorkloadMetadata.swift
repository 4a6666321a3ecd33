internal import MeshModel

/// The text that tells telemetry which workload an endpoint is (EG-D2, EG-D3).
enum WorkloadMetadata {
    /// The filter whose metadata it is.
    static let filter = "istio"
    /// Its name there.
    static let field = "workload"

    /// `workload;namespace;canonical name;canonical revision;cluster`.
    static func text(for endpoint: Endpoint) -> String { endpoint.workloadName + behindName(of: endpoint) }

    /// The text without the workload at its front.
    ///
    /// Depends on the endpoint's labels, namespace and cluster, and on the workload only without a canonical name.
    static func behindName(of endpoint: Endpoint) -> String {
        let labels = endpoint.labels
        let revision =
            labels.nonEmpty(LabelKey.canonicalRevision) ?? labels.nonEmpty("app.kubernetes.io/version")
            ?? labels.nonEmpty("version") ?? ""
        let parts = [
            "", endpoint.namespace, canonicalName(endpoint) ?? endpoint.workloadName,
            revision == "latest" ? "" : revision, endpoint.cluster.name,
        ]
        return parts.joined(separator: ";")
    }

    /// Whether the canonical name is not just that of the workload.
    static func hasCanonicalName(_ endpoint: Endpoint) -> Bool { canonicalName(endpoint) != nil }

    private static func canonicalName(_ endpoint: Endpoint) -> String? {
        let labels = endpoint.labels
        return labels.nonEmpty(LabelKey.canonicalName) ?? labels.nonEmpty("app.kubernetes.io/name")
            ?? labels.nonEmpty("app")
    }

    /// A gateway is known by its cluster alone (EG-K2).
    static func text(for gateway: Gateway) -> String { ";;;;\(gateway.cluster.name)" }
}
