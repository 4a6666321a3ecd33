public import MeshModel

/// One object of an API server.
public struct LiveObject: Sendable {
    /// The name.
    public let name: ObjectName
    /// The resource version.
    public let resourceVersion: String
    /// The error that makes it unusable, or `nil`.
    public let problem: InputError?
    /// The content for recordings, or `nil` unless requested.
    public let content: MetadataValue?
    /// The object as a separate cluster; empty if it is invalid or has nothing that is read.
    let objects: ClusterObjects

    /// Reads an object.
    ///
    /// - Parameters:
    ///   - value: the object, which need not contain its kind.
    ///   - kind: the kind.
    ///   - cluster: the object's cluster.
    ///   - systemNamespace: the namespace of the control plane.
    ///   - keepsContent: a Boolean value that indicates whether ``content`` is kept for recordings.
    /// - Throws: ``InputError`` if it is not an object with a name; every other error becomes its ``problem``.
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

    /// Returns the name of a cluster's objects in messages.
    static func place(_ kind: ObjectKind, _ cluster: ClusterID) -> String {
        // The ConfigMap that is read contains texts with their own line numbers.
        kind == .configMap ? "cluster \(cluster), ConfigMap" : "cluster \(cluster)"
    }
}
