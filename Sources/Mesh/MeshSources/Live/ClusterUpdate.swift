/// What an API server says is different in its cluster.
public enum ClusterUpdate: Sendable {
    /// These are all objects of a kind.
    case replaced(ObjectKind, [LiveObject])
    /// An object is new or different.
    case changed(ObjectKind, LiveObject)
    /// An object is gone.
    case removed(ObjectKind, ObjectName)

    /// The kind that it concerns.
    public var kind: ObjectKind {
        switch self {
        case .replaced(let kind, _), .changed(let kind, _), .removed(let kind, _): kind
        }
    }
}
