public import MeshModel
public import MeshSources

/// What those who follow clusters are told.
public enum SourceEvent: Sendable {
    /// A cluster came, went, or has other objects.
    case changed(ClusterChange)
    /// Something in the status of the cluster is different, or in what is wrong with the Secrets that it has.
    case statusChanged(ClusterID)

    /// The cluster that it concerns.
    public var cluster: ClusterID {
        switch self {
        case .changed(let change): change.cluster
        case .statusChanged(let id): id
        }
    }

    /// What is different in the mesh; nil when only a status is.
    public var change: ClusterChange? {
        switch self {
        case .changed(let change): change
        case .statusChanged: nil
        }
    }
}
