internal import MeshModel

/// A `multicluster.x-k8s.io` ServiceExport, which makes the Service of its name visible to other clusters (NI-113).
public struct ServiceExport: Equatable, Sendable {
    /// The metadata; only name and namespace count.
    public var metadata: ObjectMetadata

    init(_ object: ManifestMapping, cluster: ClusterID) throws(InputError) {
        metadata = try ObjectMetadata(object, kind: "ServiceExport", isNamespaced: true, cluster: cluster)
    }
}
