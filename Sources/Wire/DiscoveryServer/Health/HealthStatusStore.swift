internal import EnvoyMessages
internal import Synchronization

/// The status values of the health service and their watches (XP-O1).
///
/// All services have the same status: they share one mesh, which exists before the server listens. In addition there is
/// `Input`, which is SERVING while the latest input is the one being served.
final class HealthStatusStore: Sendable {
    private struct State {
        var isServing = true
        var isInputUsed = true
        var nextWatch: UInt64 = 0
        var watches: [UInt64: @Sendable () -> Void] = [:]

        func status(of service: String) -> ServingStatus {
            isServing && (isInputUsed || service != ServiceName.input) ? .serving : .notServing
        }
    }

    /// The names with a status, the server's own being empty.
    private static let names = [""] + ServiceName.all + [ServiceName.input]

    private let state = Mutex(State())

    /// Returns the status of a service, or of the server for an empty name; nil if there is no such service.
    func status(of service: String) -> ServingStatus? {
        guard Self.names.contains(service) else { return nil }
        return state.withLock { $0.status(of: service) }
    }

    /// Returns the statuses of the server and of all its services; far fewer than the hundred that a list may have
    /// (XP-O1).
    func statuses() -> [String: ServingStatus] {
        let state = state.withLock { $0 }
        return Dictionary(uniqueKeysWithValues: Self.names.map { ($0, state.status(of: $0)) })
    }

    /// Sets all statuses to NOT_SERVING and notifies the watches (XP-H54).
    func stopServing() { change { $0.isServing = false } }

    /// Sets whether the newest state of the input is served.
    func setInput(isUsed: Bool) { change { $0.isInputUsed = isUsed } }

    private func change(_ body: (inout State) -> Void) {
        let watches = state.withLock { state in
            body(&state)
            return state.watches
        }
        for (_, tell) in watches.sorted(by: { $0.key < $1.key }) { tell() }
    }

    /// Adds a closure that is called, on any thread, when a status may have changed.
    ///
    /// - Returns: the argument for ``removeWatch(_:)``.
    func addWatch(_ tell: @escaping @Sendable () -> Void) -> UInt64 {
        state.withLock { state in
            state.nextWatch += 1
            state.watches[state.nextWatch] = tell
            return state.nextWatch
        }
    }

    /// Removes a watch.
    func removeWatch(_ id: UInt64) { state.withLock { state in state.watches[id] = nil } }
}
