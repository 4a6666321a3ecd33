internal import MeshModel

/// A `v1` Namespace.
public struct KubernetesNamespace: Equatable, Sendable {
    /// The metadata; only labels and annotations are read.
    public var metadata: ObjectMetadata

    init(_ object: ManifestMapping, cluster: ClusterID) throws(InputError) {
        metadata = try ObjectMetadata(object, kind: "Namespace", isNamespaced: false, cluster: cluster)
    }
}
