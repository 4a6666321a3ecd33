import Synchronization

/// An event that happens once, with a value, and that any number of tasks may await with a time limit.
final class OneTimeEvent<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        var waiters: [Int: CheckedContinuation<Value?, Never>] = [:]
        var nextWaiter = 0
    }

    private let state = Mutex(State())

    /// A Boolean value that indicates whether the event has happened.
    var hasHappened: Bool { state.withLock { $0.value != nil } }

    /// Triggers the event; a second call has no effect.
    func happen(_ value: Value) {
        let waiters = state.withLock { state in
            guard state.value == nil else { return [CheckedContinuation<Value?, Never>]() }
            state.value = value
            defer { state.waiters = [:] }
            return state.waiters.sorted { $0.key < $1.key }.map(\.value)
        }
        for waiter in waiters { waiter.resume(returning: value) }
    }

    /// Returns the event's value, as soon as there is one; nil after the timeout.
    func value(within limit: Duration) async -> Value? {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let timer = Task {
            try await Task.sleep(for: limit)
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: nil)
        }
        defer { timer.cancel() }
        return await withCheckedContinuation { continuation in
            let known = state.withLock { state -> Value? in
                if state.value == nil { state.waiters[id] = continuation }
                return state.value
            }
            if let known { continuation.resume(returning: known) }
        }
    }
}
