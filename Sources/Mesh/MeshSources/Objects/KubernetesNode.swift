internal import MeshModel

/// A `v1` Node.
public struct KubernetesNode: Equatable, Sendable {
    /// The metadata.
    public var metadata: ObjectMetadata
    /// The first non-empty `ExternalIP`, or `nil` without one (NI-44).
    public var externalIP: String?

    init(_ object: ManifestMapping, cluster: ClusterID) throws(InputError) {
        metadata = try ObjectMetadata(object, kind: "Node", isNamespaced: false, cluster: cluster)
        for address in try object.mapping("status")?.list("addresses") ?? [] {
            let fields = try address.mapping()
            let value = try fields.string("address")
            if try fields.string("type") == "ExternalIP", !value.isEmpty, externalIP == nil { externalIP = value }
        }
    }
}
