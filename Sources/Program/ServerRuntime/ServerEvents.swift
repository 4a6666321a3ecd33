public import MeshSources
public import MeshTracking
internal import NameResolution
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The events of a running server: signals, changes of its directory and of live clusters.
public final class ServerEvents: Sendable {
    /// One event.
    public enum Event: Sendable {
        /// Apply changes of live clusters, in order.
        case changes([ClusterChange])
        /// Read the mesh again.
        case reload(String)
        /// The addresses of gateway host names changed.
        case names([String: [String]])
        /// Send all clients their endpoints again.
        case push
        /// Stop.
        case stop
    }

    /// Pending events, merged while another one is handled.
    private struct Pending {
        var changes: [ClusterChange] = []
        var burst: Debouncer<ContinuousClock.Instant>
        var reload: String?
        var names: [String: [String]]?
        var push = false
        var stop = false

        var events: [Event] {
            if stop { return [.stop] }
            return [
                changes.isEmpty ? nil : .changes(changes), names.map(Event.names), reload.map(Event.reload),
                push ? .push : nil,
            ]
            .compactMap { $0 }
        }

        /// Returns the time at which the events are due, or `nil` without events.
        func due(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
            stop || push || reload != nil || names != nil ? now : burst.due
        }

        mutating func take() -> [Event] {
            defer {
                (changes, reload, names, push) = ([], nil, nil, false)
                burst.take()
            }
            return events
        }
    }

    /// A box for events, usable from any thread.
    private final class Box: Sendable {
        private let pending: Mutex<Pending>
        private let wake: AsyncStream<Void>.Continuation

        init(_ wake: AsyncStream<Void>.Continuation, _ debouncer: Debouncer<ContinuousClock.Instant>) {
            self.wake = wake
            pending = Mutex(Pending(burst: debouncer))
        }

        func enqueue(_ change: (inout Pending) -> Void) {
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
    /// The request to stop, for operations that wait for something else than events.
    public let stopping = StopSignal()
    private let watcher: DirectoryWatcher?

    /// Starts listening.
    ///
    /// - Parameters:
    ///   - files: the files to watch, if any.
    ///   - handlesSignals: whether SIGHUP, SIGUSR1, SIGINT and SIGTERM are events.
    ///   - debouncer: the debouncing of changes in live clusters.
    public init(
        watching files: WatchedFiles?,
        handlesSignals: Bool = true,
        debouncer: Debouncer<ContinuousClock.Instant> = Debouncer()
    ) async {
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let box = Box(wake, debouncer)
        self.box = box
        watcher = files.map { files in DirectoryWatcher(files) { box.enqueue { $0.reload = "files changed" } } }
        // Returns when signals are handled; earlier ones would be lost.
        signals =
            handlesSignals
            ? await SignalListener([
                SIGHUP: { box.enqueue { $0.reload = "SIGHUP" } },
                SIGUSR1: { box.enqueue { $0.push = true } },
                SIGTERM: { [stopping] in Self.stop(box, stopping) },
                SIGINT: { [stopping] in Self.stop(box, stopping) },
            ]) : nil
    }

    /// Publishes changes of resolved names, until the updates end.
    func follow(_ updates: AsyncStream<ResolvedNames>, from revision: UInt64) {
        Task { [box] in
            var told = revision
            for await names in updates where names.revision != told {
                told = names.revision
                box.enqueue { $0.names = names.addresses }
            }
        }
    }

    /// Publishes changes of live clusters.
    public func enqueue(_ changes: [ClusterChange]) {
        guard !changes.isEmpty else { return }
        box.enqueue { pending in
            pending.changes += changes
            pending.burst.record(at: .now)
        }
    }

    /// Returns the changes so far, for a server that does not serve yet.
    public func takeChanges() -> [ClusterChange] {
        box.pending { pending in
            defer {
                pending.changes = []
                pending.burst.take()
            }
            return pending.changes
        }
    }

    /// Ends the server.
    public func requestStop() { Self.stop(box, stopping) }

    private static func stop(_ box: Box, _ stopping: StopSignal) {
        box.enqueue { $0.stop = true }
        stopping.request()
    }

    /// Returns the next events, once there are any and a burst is over.
    public func next() async -> [Event] {
        for await _ in wakes {
            while let due = box.due(at: .now), due > .now {
                // Further events may delay it, up to a limit.
                try? await Task.sleep(until: due)
            }
            let events = box.take()
            if !events.isEmpty { return events }
        }
        return [.stop]
    }

    /// Stops listening.
    public func stop() {
        watcher?.stop()
        signals?.stop()
        wake.finish()
    }
}
