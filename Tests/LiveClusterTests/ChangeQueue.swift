import MeshSources
import Synchronization

/// The queue of cluster changes that were not applied yet; safe to use from any thread.
final class ChangeQueue: Sendable {
    private let changes = Mutex<[ClusterChange]>([])

    /// Appends changes.
    func enqueue(_ more: [ClusterChange]) { changes.withLock { $0 += more } }

    /// Removes and returns all changes, in the order of arrival.
    func take() -> [ClusterChange] {
        changes.withLock { changes in
            defer { changes = [] }
            return changes
        }
    }
}
