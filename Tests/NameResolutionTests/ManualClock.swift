import Synchronization

/// A clock that a test moves.
final class ManualClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var offset: Duration = .zero

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        let id: UInt64
        let deadline: Instant
        let wake: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        let deadlines: [Duration]
        let wake: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Instant()
        var sleepers: [Sleeper] = []
        var watchers: [Watcher] = []
        var cancelled: Set<UInt64> = []
        var nextID: UInt64 = 0

        mutating func takeSatisfiedWatchers() -> [Watcher] {
            let deadlines = sleepers.map(\.deadline.offset).sorted()
            let satisfied = watchers.filter { $0.deadlines == deadlines }
            watchers.removeAll { $0.deadlines == deadlines }
            return satisfied
        }
    }

    private let state = Mutex(State())

    var now: Instant { state.withLock { $0.now } }
    var minimumResolution: Duration { .nanoseconds(1) }
    /// The times for which tasks are sleeping, sorted.
    var deadlines: [Duration] { state.withLock { $0.sleepers.map(\.deadline.offset).sorted() } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { self.add(Sleeper(id: id, deadline: deadline, wake: $0)) }
        } onCancel: {
            cancel(id)
        }
    }

    /// Waits until these are the times for which tasks are sleeping.
    func untilSleeping(until deadlines: Duration...) async {
        await withCheckedContinuation { continuation in
            let satisfied = state.withLock { state in
                state.watchers.append(Watcher(deadlines: deadlines.sorted(), wake: continuation))
                return state.takeSatisfiedWatchers()
            }
            for watcher in satisfied { watcher.wake.resume() }
        }
    }

    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.deadline <= state.now }
            state.sleepers.removeAll { $0.deadline <= state.now }
            return due
        }
        for sleeper in due { sleeper.wake.resume() }
    }

    private func add(_ sleeper: Sleeper) {
        let (outcome, satisfied) = state.withLock { state -> (Result<Void, any Error>?, [Watcher]) in
            if state.cancelled.remove(sleeper.id) != nil { return (.failure(CancellationError()), []) }
            if sleeper.deadline <= state.now { return (.success(()), []) }
            state.sleepers.append(sleeper)
            return (nil, state.takeSatisfiedWatchers())
        }
        if let outcome { sleeper.wake.resume(with: outcome) }
        for watcher in satisfied { watcher.wake.resume() }
    }

    private func cancel(_ id: UInt64) {
        let (sleeper, satisfied) = state.withLock { state -> (Sleeper?, [Watcher]) in
            guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                // Not sleeping yet, or already awake.
                state.cancelled.insert(id)
                return (nil, [])
            }
            return (state.sleepers.remove(at: index), state.takeSatisfiedWatchers())
        }
        sleeper?.wake.resume(throwing: CancellationError())
        for watcher in satisfied { watcher.wake.resume() }
    }
}
