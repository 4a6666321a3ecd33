public import MeshModel

/// The `metadata` of a Kubernetes object.
public struct ObjectMetadata: Equatable, Sendable {
    /// The owner that controls an object.
    public struct Controller: Hashable, Sendable {
        /// The owner's kind, such as `ReplicaSet`.
        public let kind: String
        /// The owner's name.
        public let name: String
    }

    /// The name.
    public var name: String
    /// The namespace; empty for cluster-wide kinds.
    public var namespace: String
    /// The labels.
    public var labels: Labels
    /// The annotations.
    public var annotations: Labels
    /// The creation time, in seconds since 1970; 0 if absent.
    public var creationTime: Int64
    /// A Boolean value that indicates whether a deletion time is set.
    public var isBeingDeleted: Bool
    /// The prefix of a generated name.
    public var generateName: String
    /// The controlling owner.
    public var controller: Controller?
    /// The object's kind, name, cluster and place in the input.
    public var reference: ObjectReference

    /// Reads the metadata of an object.
    init(_ object: ManifestMapping, kind: String, isNamespaced: Bool, cluster: ClusterID) throws(InputError) {
        let metadata = try object.required("metadata", "an object with the name").mapping()
        name = try metadata.required("name", "the object's name").string("the object's name")
        guard !name.isEmpty else {
            throw InputError(.value, at: metadata.value.location, "the name is empty, expected the object's name")
        }
        let given = try metadata.string("namespace")
        namespace = isNamespaced ? (given.isEmpty ? "default" : given) : ""
        labels = try metadata["labels"]?.labels() ?? [:]
        annotations = try metadata["annotations"]?.labels() ?? [:]
        creationTime = 0
        if let time = metadata["creationTimestamp"] {
            let text = time.rawText
            guard time.isScalar, let seconds = Timestamp.seconds(text) else {
                throw time.unexpected("a time such as 2024-01-01T00:00:00Z")
            }
            creationTime = seconds
        }
        isBeingDeleted = metadata["deletionTimestamp"] != nil
        generateName = try metadata.string("generateName")
        for owner in try metadata.list("ownerReferences") {
            let fields = try owner.mapping()
            guard try fields["controller"]?.boolean() == true else { continue }
            controller = Controller(kind: try fields.string("kind"), name: try fields.string("name"))
        }
        reference = ObjectReference(
            kind: kind,
            namespace: namespace,
            name: name,
            cluster: cluster,
            location: object.value.location
        )
    }
}
