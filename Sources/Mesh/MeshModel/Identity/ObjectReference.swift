/// A reference to one object of the input, with its place.
public struct ObjectReference: Hashable, Sendable, CustomStringConvertible {
    /// The kind, such as `Service`.
    public let kind: String
    /// The namespace; empty for cluster-wide kinds.
    public let namespace: String
    /// The object's name.
    public let name: String
    /// The cluster of its API server; empty for objects of the mesh.
    public let cluster: ClusterID
    /// The place in the input.
    public let location: SourceLocation

    /// Makes a reference.
    public init(kind: String, namespace: String, name: String, cluster: ClusterID, location: SourceLocation) {
        self.kind = kind
        self.namespace = namespace
        self.name = name
        self.cluster = cluster
        self.location = location
    }

    /// The text `Kind namespace/name (file:line)`.
    public var description: String {
        let path = namespace.isEmpty ? name : "\(namespace)/\(name)"
        return "\(kind) \(path) (\(location.fileAndLine))"
    }
}
