internal import EnvoyMessages
internal import Synchronization

/// What the health service says, and who wants to hear when it changes (O-1).
///
/// All services serve or none does: there is one mesh for them all, and the server has it before it listens.
final class HealthBoard: Sendable {
    private struct State {
        var isServing = true
        var nextWatch: UInt64 = 0
        var watches: [UInt64: @Sendable (ServingStatus) -> Void] = [:]
    }

    private let state = Mutex(State())

    /// The status of a service, or of the server for an empty name; nil if there is no such service.
    func status(of service: String) -> ServingStatus? {
        guard service.isEmpty || ServiceName.all.contains(service) else { return nil }
        return state.withLock { $0.isServing } ? .serving : .notServing
    }

    /// The statuses of the server and of all its services; far fewer than the hundred that a list may have (O-1).
    func statuses() -> [String: ServingStatus] {
        let status: ServingStatus = state.withLock { $0.isServing } ? .serving : .notServing
        return Dictionary(uniqueKeysWithValues: ([""] + ServiceName.all).map { ($0, status) })
    }

    /// Says from now on that nothing serves, and tells the watches (H-54).
    func stopServing() {
        let watches = state.withLock { state -> [UInt64: @Sendable (ServingStatus) -> Void] in
            guard state.isServing else { return [:] }
            state.isServing = false
            return state.watches
        }
        for (_, tell) in watches.sorted(by: { $0.key < $1.key }) { tell(.notServing) }
    }

    /// Calls a closure, on whatever thread, when the status changes.
    ///
    /// - Returns: what ``removeWatch(_:)`` wants.
    func addWatch(_ tell: @escaping @Sendable (ServingStatus) -> Void) -> UInt64 {
        state.withLock { state in
            state.nextWatch += 1
            state.watches[state.nextWatch] = tell
            return state.nextWatch
        }
    }

    /// Ends a watch.
    func removeWatch(_ id: UInt64) { state.withLock { state in state.watches[id] = nil } }
}
