/// An update from a cluster's API server.
public enum ClusterUpdate: Sendable {
    /// A complete list of a kind.
    case replaced(ObjectKind, [LiveObject])
    /// An object was added or changed.
    case changed(ObjectKind, LiveObject)
    /// An object was removed.
    case removed(ObjectKind, ObjectName)

    /// The kind.
    public var kind: ObjectKind {
        switch self {
        case .replaced(let kind, _), .changed(let kind, _), .removed(let kind, _): kind
        }
    }
}
