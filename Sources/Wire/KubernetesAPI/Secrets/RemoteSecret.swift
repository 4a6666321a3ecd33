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
struct RemoteSecretResource: ReflectedResource {
    let namespace: String

    var label: String { "secrets" }

    func path(version: String) -> RequestPath {
        RequestPath("/api/\(version)/namespaces/\(namespace)/secrets").with("labelSelector", "istio/multiCluster=true")
    }

    func page(_ json: [UInt8]) throws(InputError) -> ItemPage<RemoteSecret> {
        let list = try top(json)
        let metadata = try list.required("metadata", "the list's resourceVersion").mapping()
        var page = ItemPage<RemoteSecret>(
            resourceVersion: try metadata.string("resourceVersion"),
            continueToken: try metadata.string("continue"),
            items: []
        )
        for item in try list.list("items") { page.items.append(try secret(item)) }
        return page
    }

    func event(_ json: [UInt8]) throws(InputError) -> ItemEvent<RemoteSecret> {
        let event = try top(json)
        let object = try event.required("object", "the event's object")
        switch try event.string("type") {
        case "ADDED", "MODIFIED": return .changed(try secret(object))
        case "DELETED":
            let gone = try secret(object)
            return .removed(gone.name, resourceVersion: gone.resourceVersion)
        case "BOOKMARK":
            let metadata = try object.mapping().required("metadata", "the bookmark's version").mapping()
            return .bookmark(
                resourceVersion: try metadata.string("resourceVersion"),
                isInitialListEnd: try metadata.mapping("annotations")?.string("k8s.io/initial-events-end") == "true"
            )
        default:
            let status = try object.mapping("a Status")
            let code = try status["code"]?.integer(0...999, "an HTTP status code") ?? 0
            let answer = StatusAnswer(
                code: code,
                reason: try status.string("reason"),
                message: try status.string("message")
            )
            return .failure(answer.error())
        }
    }

    private func top(_ json: [UInt8]) throws(InputError) -> ManifestMapping {
        try ManifestValue(root: try ManifestDocument.json(json, file: "secrets of \(namespace)")).mapping()
    }

    private func secret(_ value: ManifestValue) throws(InputError) -> RemoteSecret { try RemoteSecret(value) }
}
