internal import Dispatch
internal import MeshSources

/// Notices that the files below a folder changed.
///
/// The kernel says when to look, where it can (inotify); names, sizes and times of the files say whether anything changed.
/// Symbolic links are followed, so that a swapped link to another folder, as Kubernetes mounts ConfigMaps, is a change as
/// well. File systems of which the kernel says nothing are looked at every now and then.
public final class DirectoryWatcher: Sendable {
    /// How files are looked at.
    public enum Way: Sendable, CaseIterable {
        /// When the kernel says that something happened, and every few seconds all the same.
        case notified
        /// Several times a second.
        case polled
    }

    private let queue: DispatchQueue
    // Read and written on the queue only.
    private nonisolated(unsafe) var work: Work?

    /// Starts to look; returns when no change is missed from then on.
    ///
    /// - Parameters:
    ///   - files: the files.
    ///   - way: how; what the system does not have falls back to polling.
    ///   - onChange: called on a background thread.
    public init(_ files: WatchedFiles, by way: Way = .notified, onChange: @escaping @Sendable () -> Void) {
        queue = DispatchQueue(label: "directory-watcher")
        queue.sync {
            let work = Work(files, on: queue, onChange)
            work.start(by: way)
            self.work = work
        }
    }

    /// Looks no more; nothing is told after it returns.
    public func stop() {
        queue.sync {
            work?.stop()
            work = nil
        }
    }

    /// What happens on the queue.
    private final class Work {
        private static let slowly = Duration.seconds(5)
        private static let often = Duration.milliseconds(200)

        private let files: WatchedFiles
        private let queue: DispatchQueue
        private let onChange: @Sendable () -> Void
        private var told: DirectoryFingerprint
        private var seen: DirectoryFingerprint
        private var settling = WatchSettling<ContinuousClock.Instant>()
        private var timer: (any DispatchSourceTimer)?
        private var poll: (any DispatchSourceTimer)?
        #if os(Linux)
            private var notices: INotify?
            private var source: (any DispatchSourceRead)?
        #endif

        init(_ files: WatchedFiles, on queue: DispatchQueue, _ onChange: @escaping @Sendable () -> Void) {
            self.files = files
            self.queue = queue
            self.onChange = onChange
            told = files.asRead
            seen = files.asRead
        }

        func start(by way: Way) {
            var interval = Self.often
            #if os(Linux)
                if way == .notified, listen() { interval = Self.slowly }
            #endif
            poll = repeating(interval) { [unowned self] in
                let now = files.now
                if now != told { settling.happened(.moved, to: "", at: .now) }
                // Two looks in a row that see the same mean that nobody is writing.
                if now != told, now == seen || settling.take(at: .now) { tell(now) }
                seen = now
            }
            // Something may have happened between the reading of the files and now.
            if files.now != told { happened() }
        }

        func stop() {
            poll?.cancel()
            timer?.cancel()
            #if os(Linux)
                source?.cancel()
                source = nil
            #endif
        }

        private func tell(_ now: DirectoryFingerprint) {
            told = now
            onChange()
        }

        private func repeating(_ interval: Duration, _ body: @escaping () -> Void) -> any DispatchSourceTimer {
            let timer = DispatchSource.makeTimerSource(queue: queue)
            let milliseconds = Int(interval / .milliseconds(1))
            timer.schedule(deadline: .now() + .milliseconds(milliseconds), repeating: .milliseconds(milliseconds))
            timer.setEventHandler(handler: DispatchWorkItem(block: body))
            timer.resume()
            return timer
        }

        private func happened() {
            settling.happened(.moved, to: "", at: .now)
            wait()
        }

        /// Looks when the change has come to rest.
        private func wait() {
            guard let due = settling.due else { return }
            timer?.cancel()
            let timer = DispatchSource.makeTimerSource(queue: queue)
            let left = max(0, Int((due - .now) / .microseconds(1)))
            timer.schedule(deadline: .now() + .microseconds(left + 1))
            timer.setEventHandler { [unowned self] in
                guard settling.take(at: .now) else { return wait() }
                #if os(Linux)
                    // Folders that came are to be watched, and what happened in them before that is seen now.
                    _ = notices?.watch(files.folders)
                #endif
                let now = files.now
                if now != told { tell(now) }
            }
            timer.resume()
            self.timer = timer
        }

        #if os(Linux)
            /// Asks the kernel; false if it cannot say all.
            private func listen() -> Bool {
                guard let notices = INotify() else { return false }
                let descriptor = notices.descriptor
                guard notices.watch(files.folders) else {
                    INotify.close(descriptor)
                    return false
                }
                self.notices = notices
                let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
                source.setEventHandler { [unowned self] in
                    for event in notices.events() {
                        settling.happened(
                            event.isWriting ? .written : event.isClosing ? .closed : .moved,
                            to: "\(event.folder)/\(event.name)",
                            at: .now
                        )
                    }
                    wait()
                }
                // The descriptor must outlive the source.
                source.setCancelHandler { INotify.close(descriptor) }
                source.resume()
                self.source = source
                return true
            }
        #endif
    }
}
