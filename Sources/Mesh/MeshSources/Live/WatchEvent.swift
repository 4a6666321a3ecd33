public import MeshModel

/// One line of an API server's watch response.
public enum WatchEvent: Sendable {
    /// An object was added or changed.
    case changed(LiveObject)
    /// An object was removed.
    case removed(ObjectName, resourceVersion: String)
    /// Nothing changed until this version; it may mark the end of the initial objects of a streaming list.
    case bookmark(resourceVersion: String, isInitialListEnd: Bool)
    /// The watch ended with a Status: its HTTP code, 410 if the version is too old.
    case failure(code: Int, reason: String, message: String)

    /// Reads a line.
    ///
    /// - Parameters:
    ///   - json: the line.
    ///   - kind: the watched kind.
    ///   - cluster: the cluster.
    ///   - systemNamespace: the namespace of the control plane.
    ///   - keepsContent: a Boolean value that indicates whether objects keep their content for recordings.
    /// - Throws: ``InputError`` if the line is not an event.
    public init(
        json: [UInt8],
        of kind: ObjectKind,
        cluster: ClusterID,
        systemNamespace: String,
        keepsContent: Bool = false
    ) throws(InputError) {
        let document = try ManifestDocument.json(json, file: LiveObject.place(kind, cluster))
        let event = try ManifestValue(root: document).mapping("an event of a watch")
        let type = try event.required("type", "the event's type")
        let object = try event.required("object", "the event's object")
        switch try type.string("the event's type") {
        case "ADDED", "MODIFIED":
            self = .changed(
                try LiveObject(
                    object,
                    of: kind,
                    cluster: cluster,
                    systemNamespace: systemNamespace,
                    keepsContent: keepsContent
                )
            )
        case "DELETED":
            let gone = try LiveObject(object, of: kind, cluster: cluster, systemNamespace: systemNamespace)
            self = .removed(gone.name, resourceVersion: gone.resourceVersion)
        case "BOOKMARK":
            let metadata = try object.mapping("an object").required("metadata", "the bookmark's version").mapping()
            let annotations = try metadata["annotations"]?.labels() ?? [:]
            self = .bookmark(
                resourceVersion: try metadata.required("resourceVersion", "the bookmark's version").string(),
                isInitialListEnd: annotations["k8s.io/initial-events-end"] == "true"
            )
        case "ERROR":
            let status = try object.mapping("a Status")
            self = .failure(
                code: try status["code"]?.integer(0...999, "an HTTP status code") ?? 0,
                reason: try status.string("reason"),
                message: try status.string("message")
            )
        default: throw type.unexpected("ADDED, MODIFIED, DELETED, BOOKMARK or ERROR")
        }
    }
}
