public import MeshModel
public import MeshSources

/// What those who follow clusters are told.
public enum SourceEvent: Sendable {
    /// A cluster is followed from now on.
    case clusterAdded(ClusterID)
    /// Its objects are different.
    case updates(ClusterID, [ClusterUpdate])
    /// All kinds that exist and are permitted were listed once; said again after a replacement.
    case synced(ClusterID)
    /// The cluster is now reached in another way: these are all of its objects, of every kind, instead of those before (P28).
    case replacedCluster(ClusterID, [ClusterUpdate])
    /// The cluster is not followed any more.
    case clusterRemoved(ClusterID)
    /// Something in the status of the cluster is different, or in what is wrong with the Secrets that it has.
    case statusChanged(ClusterID)

    /// The cluster that it concerns.
    public var cluster: ClusterID {
        switch self {
        case .clusterAdded(let id), .updates(let id, _), .synced(let id), .replacedCluster(let id, _),
            .clusterRemoved(let id), .statusChanged(let id):
            id
        }
    }
}
