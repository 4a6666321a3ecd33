public import MeshModel
public import MeshSources

/// What a source of live clusters tells.
public enum TrackedChange: Sendable {
    /// A cluster is followed from now on.
    case added(ClusterID)
    /// Objects of a cluster are different.
    case updated(ClusterID, [ClusterUpdate])
    /// All objects of a cluster were told.
    case synced(ClusterID)
    /// Another source tells all objects of a cluster.
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

extension MeshTracker {
    /// Takes in what a source tells.
    public mutating func apply(_ change: TrackedChange) {
        switch change {
        case .added(let id): add(id)
        case .updated(let id, let updates): apply(updates, to: id)
        case .synced(let id): markSynced(id)
        case .replaced(let id, let updates): replace(id, with: updates)
        case .removed(let id): remove(id)
        }
    }
}
