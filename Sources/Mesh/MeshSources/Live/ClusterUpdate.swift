/// An update from a cluster's API server: one of a kind's objects.
public struct ClusterUpdate: Sendable {
    /// The kind.
    public let kind: ObjectKind
    /// The update of the kind's objects.
    public let update: ObjectUpdate<LiveObject>

    /// Makes an update of a kind.
    public init(_ kind: ObjectKind, _ update: ObjectUpdate<LiveObject>) {
        self.kind = kind
        self.update = update
    }

    /// A complete list of a kind.
    public static func replaced(_ kind: ObjectKind, _ objects: [LiveObject]) -> ClusterUpdate {
        ClusterUpdate(kind, .replaced(objects))
    }

    /// An object was added or changed.
    public static func changed(_ kind: ObjectKind, _ object: LiveObject) -> ClusterUpdate {
        ClusterUpdate(kind, .changed(object))
    }

    /// An object was removed.
    public static func removed(_ kind: ObjectKind, _ name: ObjectName) -> ClusterUpdate {
        ClusterUpdate(kind, .removed(name))
    }
}
