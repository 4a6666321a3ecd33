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

/// What a running server is told from outside: signals, and changes of its directory.
final class ServeEvents: Sendable {
    /// One thing to do.
    enum Event: Sendable {
        /// Read the mesh again.
        case reload(String)
        /// The addresses of gateway host names changed.
        case names([String: [String]])
        /// End.
        case stop
    }

    /// Events that nobody took yet; of each kind only the newest counts, however many come while one is worked on.
    private struct Pending {
        var reload: String?
        var names: [String: [String]]?
        var stop = false

        var events: [Event] {
            if stop { return [.stop] }
            return [names.map(Event.names), reload.map(Event.reload)].compactMap { $0 }
        }
    }

    /// Where events are put, from any thread.
    private final class Box: Sendable {
        private let pending = Mutex(Pending())
        private let wake: AsyncStream<Void>.Continuation

        init(_ wake: AsyncStream<Void>.Continuation) { self.wake = wake }

        func put(_ change: (inout Pending) -> Void) {
            pending.withLock { change(&$0) }
            wake.yield()
        }

        func take() -> [Event] {
            pending.withLock { pending in
                defer { pending = Pending(stop: pending.stop) }
                return pending.events
            }
        }
    }

    private let box: Box
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private let signals: SignalListener
    private let watcher: DirectoryWatcher?

    /// Starts to listen.
    ///
    /// - Parameter files: what to watch, if anything.
    init(watching files: WatchedFiles?) async {
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let box = Box(wake)
        self.box = box
        watcher = files.map { files in DirectoryWatcher(files) { box.put { $0.reload = "files changed" } } }
        // Returns when signals are really heard: until then they would be lost.
        signals = await SignalListener([
            SIGHUP: { box.put { $0.reload = "SIGHUP" } },
            SIGTERM: { box.put { $0.stop = true } },
            SIGINT: { box.put { $0.stop = true } },
        ])
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

    /// What is to be done next, as soon as there is something.
    func next() async -> [Event] {
        for await _ in wakes {
            let events = box.take()
            if !events.isEmpty { return events }
        }
        return [.stop]
    }

    /// Listens no more.
    func stop() {
        watcher?.stop()
        signals.stop()
        wake.finish()
    }
}
