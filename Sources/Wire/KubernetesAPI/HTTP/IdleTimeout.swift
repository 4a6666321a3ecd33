internal import Synchronization

/// An idle timeout for received data.
///
/// Time in which received data is processed does not count.
final class IdleTimeout: Sendable {
    private let waitingSince = Mutex<ContinuousClock.Instant?>(nil)
    /// Returns the limit, which may change with the data that was received.
    private let bound: @Sendable () -> Duration

    init(_ bound: @escaping @Sendable () -> Duration) { self.bound = bound }

    /// Records the start of a wait.
    func wait() { waitingSince.withLock { $0 = .now } }

    /// Records received data.
    func recordActivity() { waitingSince.withLock { $0 = nil } }

    /// Returns when the wait is too long.
    private func expiry() async throws -> Duration {
        while true {
            let since = waitingSince.withLock { $0 }
            let bound = bound()
            let left = since.map { ContinuousClock.now.duration(to: $0 + bound) } ?? bound
            guard left > .zero else { return bound }
            try await Task.sleep(for: left)
        }
    }

    /// Runs a closure that waits for data, and ends it when the wait is too long.
    ///
    /// - Throws: ``KubernetesError`` with code `silent`, or the error of the closure.
    static func guarding<Value: Sendable>(
        _ bound: @escaping @Sendable () -> Duration,
        _ body: @escaping @Sendable (IdleTimeout) async throws -> Value
    ) async throws -> Value {
        let watch = IdleTimeout(bound)
        watch.wait()
        return try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await body(watch) }
            group.addTask {
                let bound = try await watch.expiry()
                throw KubernetesError(.silent, "no data from the server for \(bound)")
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }
}
