internal import Logging
internal import Synchronization

/// The log of new states: one line a second at most, with the number of states since the last one.
final class ChangeLog: Sendable {
    private struct State {
        var last: ContinuousClock.Instant?
        /// The states that were not logged yet, and the reason of the newest.
        var count = 0
        var reason = ""
        var isScheduled = false
    }

    private let logger: Logger
    private let interval: Duration
    private let state = Mutex(State())

    init(_ logger: Logger, interval: Duration = .seconds(1)) {
        self.logger = logger
        self.interval = interval
    }

    /// Records a new state.
    func record(because reason: String) {
        let wait = state.withLock { state -> Duration? in
            state.count += 1
            state.reason = reason
            guard !state.isScheduled else { return nil }
            let left = state.last.map { interval - $0.duration(to: .now) } ?? .zero
            state.isScheduled = left > .zero
            return left
        }
        guard let wait else { return }
        guard wait > .zero else { return flush() }
        Task {
            try? await Task.sleep(for: wait)
            flush()
        }
    }

    /// Logs what was not logged yet.
    func flush() {
        let (count, reason) = state.withLock { state in
            defer { (state.last, state.count, state.isScheduled) = (.now, 0, false) }
            return (state.count, state.reason)
        }
        guard count > 0 else { return }
        var metadata: Logger.Metadata = ["reason": "\(reason)"]
        if count > 1 { metadata["states"] = "\(count)" }
        logger.notice("mesh updated", metadata: metadata)
    }
}
