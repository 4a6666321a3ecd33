public import MeshModel

/// What is different about a cluster that is followed.
public enum ClusterChange: Sendable {
    /// A cluster is followed from now on.
    case added(ClusterID)
    /// Objects of a cluster are different.
    case updated(ClusterID, [ClusterUpdate])
    /// All kinds that exist and are permitted were listed once; said again after a replacement.
    case synced(ClusterID)
    /// The cluster is reached in another way now: these are all of its objects, of every kind, instead of those before (P28).
    case replaced(ClusterID, [ClusterUpdate])
    /// A cluster is followed no more, and its objects are gone.
    case removed(ClusterID)

    /// The cluster that it concerns.
    public var cluster: ClusterID {
        switch self {
        case .added(let id), .updated(let id, _), .synced(let id), .replaced(let id, _), .removed(let id): id
        }
    }
}
