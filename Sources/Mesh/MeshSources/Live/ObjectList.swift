public import MeshModel

/// One page of an API server's list response.
public struct ObjectList: Sendable {
    /// The resource version of the list, from which a watch continues.
    public let resourceVersion: String
    /// The token of the next page; empty for the last page.
    public let continueToken: String
    /// The objects with a name, in the order of the response.
    public let objects: [LiveObject]
    /// The errors about items that are not objects.
    public let problems: [InputError]

    /// Reads a response.
    ///
    /// - Parameters:
    ///   - json: the body.
    ///   - kind: the requested kind; items do not contain it.
    ///   - cluster: the cluster.
    ///   - systemNamespace: the namespace of the control plane.
    ///   - keepsContent: a Boolean value that indicates whether objects keep their content for recordings.
    /// - Throws: ``InputError`` if the body is not a list.
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
