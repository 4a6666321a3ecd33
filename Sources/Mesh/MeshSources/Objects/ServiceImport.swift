internal import MeshModel

/// A `multicluster.x-k8s.io` ServiceImport: the Service of its name under `clusterset.local` (NI-113).
public struct ServiceImport: Equatable, Sendable {
    /// The metadata, with name and namespace of the Service.
    public var metadata: ObjectMetadata
    /// The valid IP addresses among `spec.ips`; none for headless imports.
    public var addresses: [String]

    init(_ object: ManifestMapping, cluster: ClusterID) throws(InputError) {
        metadata = try ObjectMetadata(object, kind: "ServiceImport", isNamespaced: true, cluster: cluster)
        let spec = try object.mapping("spec")
        let isHeadless = try spec?.string("type") == "Headless"
        addresses = isHeadless ? [] : try spec?["ips"]?.strings().filter { IPAddress($0) != nil } ?? []
    }
}
