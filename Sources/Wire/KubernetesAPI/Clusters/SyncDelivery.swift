internal import MeshModel
internal import MeshSources
internal import Synchronization

/// The clusters whose initial sync was delivered to the consumer of the events, and the callers that wait for it.
final class SyncDelivery: Sendable {
    private struct Waiter {
        let continuation: CheckedContinuation<Bool, Never>
        let timer: Task<Void, Never>
    }

    private struct State {
        /// The changes that were delivered last; they count once the consumer requests more.
        var delivered: [ClusterChange] = []
        var clusters: Set<ClusterID> = []
        /// A Boolean value that indicates whether the initial sync was complete once.
        var isComplete = false
        var waiters: [Int: Waiter] = [:]
        var started = 0
    }

    private let state = Mutex(State())

    /// The clusters whose initial sync the consumer has handled.
    var clusters: Set<ClusterID> { state.withLock { $0.clusters } }

    /// Records what is delivered to the consumer.
    func deliver(_ events: [SourceEvent]) { state.withLock { $0.delivered = events.compactMap(\.change) } }

    /// Records that the consumer has handled what was delivered.
    func handle() {
        state.withLock { state in
            for change in state.delivered {
                switch change {
                case .synced(let id), .replaced(let id, _): state.clusters.insert(id)
                case .removed(let id): state.clusters.remove(id)
                case .added, .updated: break
                }
            }
            state.delivered = []
        }
    }

    /// Records that the initial sync of all clusters is complete.
    func complete() {
        let waiters = state.withLock { state in
            defer { state.waiters = [:] }
            state.isComplete = true
            return state.waiters.values.map { $0 }
        }
        for waiter in waiters { Self.end(waiter, true) }
    }

    /// Waits for the initial sync of all clusters.
    ///
    /// - Returns: true if it is complete; false if the time is over, or the task was cancelled.
    func wait(for timeout: Duration) async -> Bool {
        let number = state.withLock { state in
            state.started += 1
            return state.started
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in start(number, continuation, timeout) }
        } onCancel: {
            end(number)
        }
    }

    private func start(_ number: Int, _ continuation: CheckedContinuation<Bool, Never>, _ timeout: Duration) {
        let timer = Task { [weak self] in
            try? await Task.sleep(for: timeout)
            self?.end(number)
        }
        let waiter = Waiter(continuation: continuation, timer: timer)
        let isComplete = state.withLock { state in
            if !state.isComplete { state.waiters[number] = waiter }
            return state.isComplete
        }
        if isComplete { return Self.end(waiter, true) }
        // Neither the end of a short time nor a cancellation before this call is missed.
        if timeout <= .zero || Task.isCancelled { end(number) }
    }

    private func end(_ number: Int) {
        if let waiter = state.withLock({ $0.waiters.removeValue(forKey: number) }) { Self.end(waiter, false) }
    }

    private static func end(_ waiter: Waiter, _ result: Bool) {
        waiter.timer.cancel()
        waiter.continuation.resume(returning: result)
    }
}
