internal import MeshModel

/// A `multicluster.x-k8s.io` ServiceExport: it shows the Service of its name to other clusters (NI-113).
public struct ServiceExport: Sendable {
    /// The metadata; name and namespace are all that counts.
    public var metadata: ObjectMetadata

    init(_ object: ManifestMapping, cluster: ClusterID) throws(InputError) {
        metadata = try ObjectMetadata(object, kind: "ServiceExport", isNamespaced: true, cluster: cluster)
    }
}
