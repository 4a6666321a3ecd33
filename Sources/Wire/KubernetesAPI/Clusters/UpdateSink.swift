internal import MeshModel
internal import MeshSources
internal import Synchronization

/// The destination of a cluster source's updates: the event queue, or a buffer until the source is synced.
final class UpdateSink: Sendable {
    private enum State {
        /// Updates are buffered until they are complete.
        case aside(PendingUpdates)
        /// Updates are published at once.
        case open
        /// Updates are discarded.
        case closed
    }

    private let cluster: ClusterID
    private let queue: CoalescingEventQueue
    private let state: Mutex<State>

    init(_ cluster: ClusterID, _ queue: CoalescingEventQueue, isOpen: Bool) {
        self.cluster = cluster
        self.queue = queue
        state = Mutex(isOpen ? .open : .aside(PendingUpdates()))
    }

    /// Receives updates.
    func publish(_ updates: [ClusterUpdate]) {
        // Published under the lock: no update may come between the buffered ones and those that follow.
        state.withLock { state in
            switch state {
            case .aside(var pending):
                state = .closed
                for update in updates { pending.add(update) }
                state = .aside(pending)
            case .open: queue.update(cluster, updates)
            case .closed: break
            }
        }
    }

    /// Records that everything was listed.
    func sync() {
        state.withLock { if case .open = $0 { queue.sync(cluster) } }
    }

    /// Publishes a status change.
    func publishStatus() {
        state.withLock { if case .open = $0 { queue.publishStatus(cluster) } }
    }

    /// Replaces everything that was published before by the buffered updates, and publishes later ones at once.
    func takeOver() {
        state.withLock { state in
            guard case .aside(let content) = state else { return }
            queue.replace(cluster, with: content)
            queue.sync(cluster)
            state = .open
        }
    }

    /// Stops publishing.
    func close() { state.withLock { $0 = .closed } }
}
