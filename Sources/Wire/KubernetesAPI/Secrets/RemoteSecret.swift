internal import MeshModel
internal import MeshSources
internal import TextFormats

/// A remote secret: each key is the id of a cluster, each value a kubeconfig (NI-1).
struct RemoteSecret: VersionedItem {
    let name: ObjectName
    let resourceVersion: String
    /// The kubeconfigs by cluster, undecoded fields of the Secret; nil for one that is not base64.
    let kubeconfigs: [ClusterID: [UInt8]?]

    init(_ value: ManifestValue) throws(InputError) {
        let object = try value.mapping("a Secret")
        let metadata = try object.required("metadata", "an object with the name").mapping()
        name = ObjectName(
            namespace: try metadata.string("namespace"),
            name: try metadata.required("name", "the Secret's name").string("the Secret's name")
        )
        resourceVersion = try metadata.string("resourceVersion")
        var kubeconfigs: [ClusterID: [UInt8]?] = [:]
        // Without the usual error, which would show the value.
        let data = object["data"].flatMap { try? $0.mapping() }
        for (key, value) in data?.entries ?? [] {
            kubeconfigs[ClusterID(key)] = .some(value.isScalar ? Base64.decode(value.rawText) : nil)
        }
        self.kubeconfigs = kubeconfigs
    }
}

/// The remote secrets of the config cluster.
struct RemoteSecretResource: ParsedResource {
    typealias Item = RemoteSecret

    let namespace: String

    var label: String { "secrets" }
    var place: String { "secrets of \(namespace)" }

    func path(version: String) -> RequestPath {
        RequestPath("/api/\(version)/namespaces/\(namespace)/secrets").with("labelSelector", "istio/multiCluster=true")
    }

    func item(_ value: ManifestValue) throws(InputError) -> RemoteSecret { try RemoteSecret(value) }
}
