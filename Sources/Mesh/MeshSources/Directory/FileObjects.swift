public import MeshModel

/// What one file holds of a cluster; the same instance for as long as the file is the same.
public final class FileObjects: Sendable {
    /// The path relative to the top of the directory.
    public let path: String
    /// The file's objects, as a cluster of their own.
    public let objects: ClusterObjects
    /// What is wrong with the file.
    let problems: [InputError]

    /// The cluster that the file is of.
    public var cluster: ClusterID { objects.id }

    init(path: String, objects: ClusterObjects, problems: [InputError]) {
        self.path = path
        self.objects = objects
        self.problems = problems
    }

    /// The cluster of a path, `clusters/<id>/...`; nil for other paths.
    static func cluster(ofPath path: String) -> ClusterID? {
        let parts = path.split(separator: "/")
        guard parts.count >= 3, parts[0] == "clusters" else { return nil }
        return ClusterID(String(parts[1]))
    }
}
