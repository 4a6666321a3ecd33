public import MeshModel

/// A change of a followed cluster.
public enum ClusterChange: Sendable {
    /// A cluster is followed.
    case added(ClusterID)
    /// Objects of a cluster changed.
    case updated(ClusterID, [ClusterUpdate])
    /// All existing and permitted kinds were listed once; repeated after a replacement.
    case synced(ClusterID)
    /// The cluster is reached in another way now: these are all of its objects, instead of those before (P28).
    case replaced(ClusterID, ClusterContent)
    /// A cluster is no longer followed, and its objects are removed.
    case removed(ClusterID)

    /// The cluster.
    public var cluster: ClusterID {
        switch self {
        case .added(let id), .updated(let id, _), .synced(let id), .replaced(let id, _), .removed(let id): id
        }
    }
}
