internal import MeshModel

/// The telemetry metadata that identifies an endpoint's workload (EG-D2, EG-D3).
enum WorkloadMetadata {
    /// The filter of the metadata.
    static let filter = "istio"
    /// The field of the metadata.
    static let field = "workload"

    /// Returns `workload;namespace;canonical name;canonical revision;cluster`.
    static func text(for endpoint: Endpoint) -> String { endpoint.workloadName + behindName(of: endpoint) }

    /// Returns the text without the leading workload name.
    ///
    /// It depends on the endpoint's labels, namespace and cluster, and on the workload only without a canonical name.
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

    /// Returns a Boolean value that indicates whether the canonical name differs from the workload's.
    static func hasCanonicalName(_ endpoint: Endpoint) -> Bool { canonicalName(endpoint) != nil }

    private static func canonicalName(_ endpoint: Endpoint) -> String? {
        let labels = endpoint.labels
        return labels.nonEmpty(LabelKey.canonicalName) ?? labels.nonEmpty("app.kubernetes.io/name")
            ?? labels.nonEmpty("app")
    }

    /// Returns the text of a gateway, which only contains its cluster (EG-K2).
    static func text(for gateway: Gateway) -> String { ";;;;\(gateway.cluster.name)" }
}
