public import MeshSources
internal import Synchronization

/// The queue of cluster changes that were not applied yet; safe to use from any thread.
public final class ChangeQueue: Sendable {
    private let changes = Mutex<[ClusterChange]>([])

    /// Makes an empty queue.
    public init() {}

    /// Appends changes.
    public func enqueue(_ more: [ClusterChange]) { changes.withLock { $0 += more } }

    /// Removes and returns all changes, in the order of arrival.
    public func take() -> [ClusterChange] {
        changes.withLock { changes in
            defer { changes = [] }
            return changes
        }
    }
}
