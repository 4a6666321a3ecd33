public import MeshSources

extension MeshTracker {
    /// Applies a change from a source.
    public mutating func apply(_ change: ClusterChange) {
        switch change {
        case .added(let id): add(id)
        case .updated(let id, let updates): apply(updates, to: id)
        case .synced(let id): markSynced(id)
        case .replaced(let id, let content): replace(id, with: content)
        case .removed(let id): remove(id)
        }
    }
}
