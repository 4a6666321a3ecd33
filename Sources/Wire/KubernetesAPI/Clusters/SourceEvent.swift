public import MeshModel
public import MeshSources

/// An event of the cluster sources.
public enum SourceEvent: Sendable {
    /// A cluster was added or removed, or its objects changed.
    case changed(ClusterChange)
    /// The status of the cluster changed, or the problems with its remote secrets.
    case statusChanged(ClusterID)

    /// The cluster of the event.
    public var cluster: ClusterID {
        switch self {
        case .changed(let change): change.cluster
        case .statusChanged(let id): id
        }
    }

    /// The change of the mesh; nil for a status change.
    public var change: ClusterChange? {
        switch self {
        case .changed(let change): change
        case .statusChanged: nil
        }
    }
}
