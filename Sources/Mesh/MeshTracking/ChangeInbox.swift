public import MeshSources
internal import Synchronization

/// What was told of clusters and not yet taken in, from any thread.
public final class ChangeInbox: Sendable {
    private let changes = Mutex<[ClusterChange]>([])

    /// Makes an empty one.
    public init() {}

    /// Adds what was told, after what is there.
    public func put(_ more: [ClusterChange]) { changes.withLock { $0 += more } }

    /// All that is there, in the order in which it was told; afterwards there is nothing.
    public func take() -> [ClusterChange] {
        changes.withLock { changes in
            defer { changes = [] }
            return changes
        }
    }
}
