public import MeshModel

/// One page of an API server's answer to a list.
public struct ObjectList: Sendable {
    /// The version of the cluster's store that the list shows, from which a watch goes on.
    public let resourceVersion: String
    /// What asks for the next page; empty for the last one.
    public let continueToken: String
    /// The objects that have a name, in the order of the answer.
    public let objects: [LiveObject]
    /// What was said of items that are no objects.
    public let problems: [InputError]

    /// Reads an answer.
    ///
    /// - Parameters:
    ///   - json: the body.
    ///   - kind: the kind that was asked for; items do not name it.
    ///   - cluster: the cluster that answers.
    ///   - systemNamespace: the namespace of the control plane.
    ///   - keepsContent: whether objects keep their content for recordings.
    /// - Throws: ``InputError`` if the body is no list.
    public init(
        json: [UInt8],
        of kind: ObjectKind,
        cluster: ClusterID,
        systemNamespace: String,
        keepsContent: Bool = false
    ) throws(InputError) {
        let document = try ManifestDocument.json(json, file: LiveObject.place(kind, cluster))
        let list = try ManifestValue(root: document).mapping("a list of \(kind.plural)")
        let metadata = try list.required("metadata", "the list's resourceVersion").mapping()
        resourceVersion = try metadata["resourceVersion"]?.string() ?? ""
        continueToken = try metadata["continue"]?.string() ?? ""
        var objects: [LiveObject] = []
        var problems: [InputError] = []
        for item in try list.list("items") {
            do throws(InputError) {
                objects.append(
                    try LiveObject(
                        item,
                        of: kind,
                        cluster: cluster,
                        systemNamespace: systemNamespace,
                        keepsContent: keepsContent
                    )
                )
            } catch {
                problems.append(error)
            }
        }
        self.objects = objects
        self.problems = problems
    }
}
