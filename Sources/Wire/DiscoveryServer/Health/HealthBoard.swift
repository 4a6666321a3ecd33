internal import EnvoyMessages
internal import Synchronization

/// What the health service says, and who wants to hear when it changes (XP-O1).
///
/// All services serve or none does: there is one mesh for them all, and the server has it before it listens. Beside them stands
/// the input, which is well as long as its newest state is what is served.
final class HealthBoard: Sendable {
    private struct State {
        var isServing = true
        var isInputUsed = true
        var nextWatch: UInt64 = 0
        var watches: [UInt64: @Sendable () -> Void] = [:]

        func status(of service: String) -> ServingStatus {
            isServing && (isInputUsed || service != ServiceName.input) ? .serving : .notServing
        }
    }

    /// What the service knows of, beside the server itself.
    private static let names = [""] + ServiceName.all + [ServiceName.input]

    private let state = Mutex(State())

    /// The status of a service, or of the server for an empty name; nil if there is no such service.
    func status(of service: String) -> ServingStatus? {
        guard Self.names.contains(service) else { return nil }
        return state.withLock { $0.status(of: service) }
    }

    /// The statuses of the server and of all its services; far fewer than the hundred that a list may have (XP-O1).
    func statuses() -> [String: ServingStatus] {
        let state = state.withLock { $0 }
        return Dictionary(uniqueKeysWithValues: Self.names.map { ($0, state.status(of: $0)) })
    }

    /// Says from now on that nothing serves, and tells the watches (XP-H54).
    func stopServing() { change { $0.isServing = false } }

    /// Says from now on whether the newest state of the input is served.
    func setInput(isUsed: Bool) { change { $0.isInputUsed = isUsed } }

    private func change(_ body: (inout State) -> Void) {
        let watches = state.withLock { state in
            body(&state)
            return state.watches
        }
        for (_, tell) in watches.sorted(by: { $0.key < $1.key }) { tell() }
    }

    /// Calls a closure, on whatever thread, when a status may have changed.
    ///
    /// - Returns: what ``removeWatch(_:)`` wants.
    func addWatch(_ tell: @escaping @Sendable () -> Void) -> UInt64 {
        state.withLock { state in
            state.nextWatch += 1
            state.watches[state.nextWatch] = tell
            return state.nextWatch
        }
    }

    /// Ends a watch.
    func removeWatch(_ id: UInt64) { state.withLock { state in state.watches[id] = nil } }
}
