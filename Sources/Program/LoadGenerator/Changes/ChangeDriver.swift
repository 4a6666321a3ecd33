internal import NIOCore
internal import Synchronization

/// Applies the changes of a schedule, each at its time or, if that has passed, at once.
final class ChangeDriver: Sendable {
    /// The outcome of the changes.
    struct Outcome: Sendable {
        var made = 0
        var failed = 0
        var dropped = 0
        var lag = LatencyHistogram()
        var firstFailure: LoadError?
    }

    private struct State: Sendable {
        var mesh: LoadMesh
        var next = 0
        var outcome = Outcome()
    }

    private let state: Mutex<State>
    private let folder: MeshFolder
    private let context: RunContext
    private let loop: any EventLoop
    private let didMake: @Sendable (Change) -> Void

    /// - Parameters:
    ///   - loop: a separate event loop, on which files are written.
    ///   - didMake: called on that loop when a change's file is in place.
    init(
        _ mesh: LoadMesh,
        in folder: MeshFolder,
        context: RunContext,
        on loop: any EventLoop,
        didMake: @escaping @Sendable (Change) -> Void
    ) {
        state = Mutex(State(mesh: mesh))
        self.folder = folder
        self.context = context
        self.loop = loop
        self.didMake = didMake
    }

    /// Applies all changes; the schedule begins at a time on the run's clock.
    func run(from start: Int64) async -> Outcome {
        let finished = loop.makePromise(of: Void.self)
        loop.execute { self.proceed(start, finished) }
        // The promise never fails.
        try? await finished.futureResult.get()
        return state.withLock { $0.outcome }
    }

    private func proceed(_ start: Int64, _ finished: EventLoopPromise<Void>) {
        let changes = context.ledger.schedule.changes
        while true {
            let position = state.withLock { $0.next }
            guard position < changes.count else { return finished.succeed() }
            guard !context.progress.isEnding else {
                state.withLock { $0.outcome.dropped = changes.count - position }
                return finished.succeed()
            }
            let intended = start + changes[position].offset
            let wait = intended - RunClock.now
            guard wait <= 0 else {
                // Waits at most 100 ms at a time, to notice an early end.
                loop.scheduleTask(in: .nanoseconds(min(wait, 100_000_000))) { self.proceed(start, finished) }
                return
            }
            make(changes[position], intended: intended)
        }
    }

    private func make(_ change: Change, intended: Int64) {
        let file = state.withLock { state in
            state.next += 1
            return state.mesh.apply(change)
        }
        do throws(LoadError) {
            try folder.write(Array(file.text.utf8), to: file.path)
        } catch {
            state.withLock { state in
                state.outcome.failed += 1
                state.outcome.firstFailure = state.outcome.firstFailure ?? error
            }
            return
        }
        let lag = RunClock.now - intended
        state.withLock { state in
            state.outcome.made += 1
            state.outcome.lag.record(nanoseconds: lag)
        }
        context.progress.addChange()
        didMake(change)
    }
}
