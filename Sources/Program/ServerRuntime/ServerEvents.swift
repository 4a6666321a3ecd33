internal import MeshSources
internal import MeshTracking
internal import NameResolution
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What a running server is told from outside: signals, changes of its directory and of live clusters.
final class ServerEvents: Sendable {
    /// One thing to do.
    enum Event: Sendable {
        /// Take in what changed in live clusters, in order.
        case changes([ClusterChange])
        /// Read the mesh again.
        case reload(String)
        /// The addresses of gateway host names changed.
        case names([String: [String]])
        /// End.
        case stop
    }

    /// Events that nobody took yet, however many come while one is worked on.
    private struct Pending {
        var changes: [ClusterChange] = []
        var burst: Coalescing<ContinuousClock.Instant>
        var reload: String?
        var names: [String: [String]]?
        var stop = false

        var events: [Event] {
            if stop { return [.stop] }
            return [changes.isEmpty ? nil : .changes(changes), names.map(Event.names), reload.map(Event.reload)]
                .compactMap { $0 }
        }

        /// When the events are to be taken; nil if there are none.
        func due(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
            stop || reload != nil || names != nil ? now : burst.due
        }

        mutating func take() -> [Event] {
            defer {
                (changes, reload, names) = ([], nil, nil)
                burst.take()
            }
            return events
        }
    }

    /// Where events are put, from any thread.
    private final class Box: Sendable {
        private let pending: Mutex<Pending>
        private let wake: AsyncStream<Void>.Continuation

        init(_ wake: AsyncStream<Void>.Continuation, _ coalescing: Coalescing<ContinuousClock.Instant>) {
            self.wake = wake
            pending = Mutex(Pending(burst: coalescing))
        }

        func put(_ change: (inout Pending) -> Void) {
            pending.withLock { change(&$0) }
            wake.yield()
        }

        func pending<Result>(_ body: (inout Pending) -> sending Result) -> sending Result { pending.withLock(body) }

        func due(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? { pending.withLock { $0.due(at: now) } }

        func take() -> [Event] { pending.withLock { $0.take() } }
    }

    private let box: Box
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private let signals: SignalListener?
    private let watcher: DirectoryWatcher?

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - files: what to watch, if anything.
    ///   - handlesSignals: whether SIGHUP, SIGINT and SIGTERM are events.
    ///   - coalescing: how bursts of changes in live clusters are gathered.
    init(
        watching files: WatchedFiles?,
        handlesSignals: Bool = true,
        coalescing: Coalescing<ContinuousClock.Instant> = Coalescing()
    ) async {
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let box = Box(wake, coalescing)
        self.box = box
        watcher = files.map { files in DirectoryWatcher(files) { box.put { $0.reload = "files changed" } } }
        // Returns when signals are really heard: until then they would be lost.
        signals =
            handlesSignals
            ? await SignalListener([
                SIGHUP: { box.put { $0.reload = "SIGHUP" } },
                SIGTERM: { box.put { $0.stop = true } },
                SIGINT: { box.put { $0.stop = true } },
            ]) : nil
    }

    /// Tells of names whose addresses change, until the updates end.
    func follow(_ updates: AsyncStream<ResolvedNames>, from revision: UInt64) {
        Task { [box] in
            var told = revision
            for await names in updates where names.revision != told {
                told = names.revision
                box.put { $0.names = names.addresses }
            }
        }
    }

    /// Tells of what changed in live clusters.
    func put(_ changes: [ClusterChange]) {
        guard !changes.isEmpty else { return }
        box.put { pending in
            pending.changes += changes
            pending.burst.came(at: .now)
        }
    }

    /// The changes so far, for a server that does not serve yet.
    func takeChanges() -> [ClusterChange] {
        box.pending { pending in
            defer {
                pending.changes = []
                pending.burst.take()
            }
            return pending.changes
        }
    }

    /// Ends the server.
    func requestStop() { box.put { $0.stop = true } }

    /// Whether somebody wants the server to end.
    var isStopping: Bool { box.pending { $0.stop } }

    /// What is to be done next, as soon as there is something and a burst is over.
    func next() async -> [Event] {
        for await _ in wakes {
            while let due = box.due(at: .now), due > .now {
                // What comes meanwhile may put it off, but not for long.
                try? await Task.sleep(until: due)
            }
            let events = box.take()
            if !events.isEmpty { return events }
        }
        return [.stop]
    }

    /// Listens no more.
    func stop() {
        watcher?.stop()
        signals?.stop()
        wake.finish()
    }
}
