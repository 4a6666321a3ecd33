public import MeshModel

/// The objects of one file; the instance is kept while the file does not change.
public final class FileObjects: Sendable {
    /// The path relative to the top of the directory.
    public let path: String
    /// The file's objects, as a separate cluster.
    public let objects: ClusterObjects
    /// The errors in the file.
    let problems: [InputError]

    /// The cluster of the file.
    public var cluster: ClusterID { objects.id }

    init(path: String, objects: ClusterObjects, problems: [InputError]) {
        self.path = path
        self.objects = objects
        self.problems = problems
    }

    /// Returns the cluster of a path, `clusters/<id>/...`, or `nil` for other paths.
    static func cluster(ofPath path: String) -> ClusterID? {
        let parts = path.split(separator: "/")
        guard parts.count >= 3, parts[0] == "clusters" else { return nil }
        return ClusterID(String(parts[1]))
    }
}
