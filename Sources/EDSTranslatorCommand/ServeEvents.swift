internal import Dispatch
internal import MeshSources
internal import NameResolution

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

    /// The events as they come; ends after ``stop()``.
    let stream: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation
    // Dispatch sources may be used from any thread; here they are only kept alive and cancelled once.
    private nonisolated(unsafe) let signals: [any DispatchSourceSignal]
    private let watcher: DirectoryWatcher?

    /// Starts to listen.
    ///
    /// - Parameter files: what to watch, if anything.
    init(watching files: WatchedFiles?) {
        let (stream, continuation) = AsyncStream.makeStream(of: Event.self, bufferingPolicy: .bufferingNewest(16))
        self.stream = stream
        self.continuation = continuation
        watcher = files.map { files in DirectoryWatcher(files) { continuation.yield(.reload("files changed")) } }
        signals = [
            Self.listen(SIGHUP) { continuation.yield(.reload("SIGHUP")) },
            Self.listen(SIGTERM) { Self.end(continuation) },
            Self.listen(SIGINT) { Self.end(continuation) },
        ]
    }

    /// Tells of names whose addresses change, until the updates end.
    func follow(_ updates: AsyncStream<ResolvedNames>, from revision: UInt64) {
        let continuation = continuation
        Task {
            var told = revision
            for await names in updates where names.revision != told {
                told = names.revision
                continuation.yield(.names(names.addresses))
            }
        }
    }

    /// Ends the stream.
    func stop() {
        watcher?.stop()
        for source in signals { source.cancel() }
        continuation.finish()
    }

    /// The last event: what is finished takes no more, so that no later event can push it out of the buffer.
    private static func end(_ continuation: AsyncStream<Event>.Continuation) {
        continuation.yield(.stop)
        continuation.finish()
    }

    private static func listen(
        _ number: Int32,
        _ handler: @escaping @Sendable () -> Void
    ) -> any DispatchSourceSignal {
        // The default action would end the program before the source hears of the signal.
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: handler)
        source.resume()
        return source
    }
}
