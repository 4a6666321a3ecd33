public import MeshModel

/// One object as an API server tells it.
public struct LiveObject: Sendable {
    /// The name.
    public let name: ObjectName
    /// The version of its cluster's store at which it was written.
    public let resourceVersion: String
    /// Why it cannot be used; nil if it can.
    public let problem: InputError?
    /// What recordings keep of it; nil unless it is asked for.
    public let content: MetadataValue?
    /// What tells one state of the object from all others; empty if nothing does.
    let state: String
    /// The object, as a cluster of its own; without it if it cannot be used or says nothing that is read.
    let objects: ClusterObjects

    /// Reads an object.
    ///
    /// - Parameters:
    ///   - value: the object, which need not name its kind.
    ///   - kind: the kind.
    ///   - cluster: the cluster that it is of.
    ///   - systemNamespace: the namespace of the control plane.
    ///   - keepsContent: whether ``content`` is kept for recordings.
    /// - Throws: ``InputError`` if it is no object with a name; everything else that is wrong is its ``problem``.
    package init(
        _ value: ManifestValue,
        of kind: ObjectKind,
        cluster: ClusterID,
        systemNamespace: String,
        keepsContent: Bool = false
    ) throws(InputError) {
        let object = try value.mapping("a Kubernetes object")
        let metadata = try object.required("metadata", "an object with the name").mapping()
        let namespace = kind.isNamespaced ? try metadata.string("namespace") : ""
        name = ObjectName(
            namespace: kind.isNamespaced && namespace.isEmpty ? "default" : namespace,
            name: try metadata.required("name", "the object's name").string("the object's name")
        )
        resourceVersion = try metadata["resourceVersion"]?.string() ?? ""
        let uid = try metadata["uid"]?.string() ?? ""
        state = resourceVersion.isEmpty ? "" : "\(uid) \(resourceVersion)"
        content = keepsContent ? try RecordedFields.filter(value.metadata(), of: kind) : nil
        var objects = ClusterObjects(id: cluster)
        do throws(InputError) {
            try ObjectReader(systemNamespace: systemNamespace, limits: ReadingLimits())
                .add(object, kind: kind.kind, group: kind.group, to: &objects)
            problem = nil
        } catch {
            objects = ClusterObjects(id: cluster)
            let place = SourceLocation(file: "cluster \(cluster), \(kind.kind) \(name)", line: 0, column: 0)
            problem = InputError(error.code, at: error.location.line == 0 ? place : error.location, error.message)
        }
        self.objects = objects
    }

    /// How messages call the source of a cluster's objects.
    static func place(_ kind: ObjectKind, _ cluster: ClusterID) -> String {
        // The one ConfigMap that is read holds texts with lines of their own.
        kind == .configMap ? "cluster \(cluster), ConfigMap istio" : "cluster \(cluster)"
    }
}
