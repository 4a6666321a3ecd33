internal import Synchronization

/// Notices that nothing comes for too long, while somebody waits for it.
///
/// Time in which what came is worked on does not count.
final class SilenceWatch: Sendable {
    private let waitingSince = Mutex<ContinuousClock.Instant?>(nil)
    private let bound: Duration

    init(_ bound: Duration) { self.bound = bound }

    /// Somebody begins to wait.
    func wait() { waitingSince.withLock { $0 = .now } }

    /// Something came.
    func heard() { waitingSince.withLock { $0 = nil } }

    /// Returns when the silence is too long.
    private func expiry() async throws {
        while true {
            let since = waitingSince.withLock { $0 }
            let left = since.map { ContinuousClock.now.duration(to: $0 + bound) } ?? bound
            guard left > .zero else { return }
            try await Task.sleep(for: left)
        }
    }

    /// Runs something that waits for what comes, and ends it when the silence is too long.
    ///
    /// - Throws: ``KubernetesError`` with code `silent`, or what is thrown inside.
    static func guarding<Value: Sendable>(
        _ bound: Duration,
        _ body: @escaping @Sendable (SilenceWatch) async throws -> Value
    ) async throws -> Value {
        let watch = SilenceWatch(bound)
        watch.wait()
        return try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await body(watch) }
            group.addTask {
                try await watch.expiry()
                throw KubernetesError(.silent, "the server said nothing for \(bound)")
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }
}
