internal import Synchronization

/// A request to stop, which may be made from any thread at any time.
public final class StopSignal: Sendable {
    private struct State {
        var isRequested = false
        var actions: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    /// Makes a signal that was not requested yet.
    public init() {}

    /// A Boolean value that indicates whether the stop was requested.
    public var isRequested: Bool { state.withLock { $0.isRequested } }

    /// Requests the stop.
    public func request() {
        let actions = state.withLock { state in
            defer { state.actions = [] }
            state.isRequested = true
            return state.actions
        }
        for action in actions { action() }
    }

    /// Runs an operation whose task is cancelled when the stop is requested.
    ///
    /// - Throws: the error of the operation.
    public func cancelling(_ operation: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await operation() }
        let isRequested = state.withLock { state in
            if !state.isRequested { state.actions.append { task.cancel() } }
            return state.isRequested
        }
        if isRequested { task.cancel() }
        try await task.value
    }
}
