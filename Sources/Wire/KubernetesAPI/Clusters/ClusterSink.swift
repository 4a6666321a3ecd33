internal import MeshModel
internal import MeshSources
internal import Synchronization

/// Where a cluster's source puts what it hears: with those who follow, or aside until it is complete.
final class ClusterSink: Sendable {
    private enum State {
        /// Kept until it is complete.
        case aside(PendingUpdates)
        /// Told at once.
        case open
        /// Not told any more.
        case closed
    }

    private let cluster: ClusterID
    private let queue: SourceEventQueue
    private let state: Mutex<State>

    init(_ cluster: ClusterID, _ queue: SourceEventQueue, isOpen: Bool) {
        self.cluster = cluster
        self.queue = queue
        state = Mutex(isOpen ? .open : .aside(PendingUpdates()))
    }

    /// Takes what is different.
    func put(_ updates: [ClusterUpdate]) {
        // Told under the lock: nothing may come between what is put aside and what follows it.
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

    /// All was listed.
    func sync() {
        state.withLock { if case .open = $0 { queue.sync(cluster) } }
    }

    /// Something in the status is different.
    func tellStatus() {
        state.withLock { if case .open = $0 { queue.tellStatus(cluster) } }
    }

    /// Puts what was kept in the place of all that was told before, and tells what follows.
    func take(over kinds: [ObjectKind]) {
        state.withLock { state in
            guard case .aside(let kept) = state else { return }
            var content = PendingUpdates()
            // What the new way does not show is gone: nothing of the old one stays.
            for kind in kinds { content.add(.replaced(kind, [])) }
            for update in kept.updates { content.add(update) }
            queue.replace(cluster, with: content)
            queue.sync(cluster)
            state = .open
        }
    }

    /// Tells nothing any more.
    func close() { state.withLock { $0 = .closed } }
}
