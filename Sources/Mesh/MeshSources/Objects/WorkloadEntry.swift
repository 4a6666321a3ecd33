public import MeshModel

/// A `networking.istio.io` WorkloadEntry.
public struct WorkloadEntry: Equatable, Sendable {
    /// The metadata.
    public var metadata: ObjectMetadata
    /// The description.
    public var spec: WorkloadEntrySpec
    /// A Boolean value that indicates whether its Healthy condition is true, or `nil` without one (NI-97).
    public var isHealthy: Bool?

    /// The applicable labels: the object's own over those of the description (NI-95).
    public var labels: Labels {
        var labels = spec.labels
        for pair in metadata.labels.pairs { labels[pair.key] = pair.value }
        return labels
    }

    init(_ object: ManifestMapping, cluster: ClusterID) throws(InputError) {
        metadata = try ObjectMetadata(object, kind: "WorkloadEntry", isNamespaced: true, cluster: cluster)
        spec = try WorkloadEntrySpec(object.required("spec", "the workload's description").mapping())
        for condition in try object.mapping("status")?.list("conditions") ?? [] {
            let fields = try condition.mapping()
            if try fields.string("type") == "Healthy" { isHealthy = try fields.string("status") == "True" }
        }
    }
}
