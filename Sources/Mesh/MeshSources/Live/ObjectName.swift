/// The unique name of an object among those of its kind in a cluster.
public struct ObjectName: Hashable, Sendable {
    /// The namespace; empty for cluster-wide kinds.
    public let namespace: String
    /// The name.
    public let name: String

    /// Makes a name.
    public init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }
}

extension ObjectName: Comparable {
    /// Orders by namespace, then name.
    public static func < (left: ObjectName, right: ObjectName) -> Bool {
        (left.namespace, left.name) < (right.namespace, right.name)
    }
}

extension ObjectName: CustomStringConvertible {
    /// `namespace/name`.
    public var description: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }
}
