internal import Dispatch
internal import MeshSources

/// A watcher for changes of the files below a folder.
///
/// The kernel reports when to check, where it can (inotify); names, sizes and times of the files show whether anything
/// changed. Symbolic links are followed, so that a swapped link to another folder, as Kubernetes mounts ConfigMaps, is
/// a change as well. File systems without inotify support are polled.
public final class DirectoryWatcher: Sendable {
    /// The way in which changes are detected.
    public enum Way: Sendable, CaseIterable {
        /// When the kernel reports an event, and every few seconds in addition.
        case notified
        /// Several times a second.
        case polled
    }

    private let queue: DispatchQueue
    // Read and written on the queue only.
    private nonisolated(unsafe) var work: Work?

    /// Starts to watch; no change after the return is missed.
    ///
    /// - Parameters:
    /// - files: the watched files.
    /// - way: the way of detection; polling is used where the system does not support another one.
    /// - onChange: called on a background thread.
    public init(_ files: WatchedFiles, by way: Way = .notified, onChange: @escaping @Sendable () -> Void) {
        queue = DispatchQueue(label: "directory-watcher")
        queue.sync {
            let work = Work(files, on: queue, onChange)
            work.start(by: way)
            self.work = work
        }
    }

    /// Stops watching; no change is reported after the return.
    public func stop() {
        queue.sync {
            work?.stop()
            work = nil
        }
    }

    /// The state and the actions on the queue.
    private final class Work {
        private static let slowly = Duration.seconds(5)
        private static let often = Duration.milliseconds(200)

        private let files: WatchedFiles
        private let queue: DispatchQueue
        private let onChange: @Sendable () -> Void
        private var told: DirectoryFingerprint
        private var seen: DirectoryFingerprint
        private var settling = FileChangeDebouncer<ContinuousClock.Instant>()
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
                // Two equal checks in a row mean that no file is being written.
                if now != told, now == seen || settling.take(at: .now) { publish(now) }
                seen = now
            }
            // Files may have changed between their reading and now.
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

        private func publish(_ now: DirectoryFingerprint) {
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

        /// Schedules the check after the debounce.
        private func wait() {
            guard let due = settling.due else { return }
            timer?.cancel()
            let timer = DispatchSource.makeTimerSource(queue: queue)
            let left = max(0, Int((due - .now) / .microseconds(1)))
            timer.schedule(deadline: .now() + .microseconds(left + 1))
            timer.setEventHandler { [unowned self] in
                guard settling.take(at: .now) else { return wait() }
                #if os(Linux)
                    // New folders must be watched, and what happened in them before that is detected now.
                    _ = notices?.watch(files.folders)
                #endif
                let now = files.now
                if now != told { publish(now) }
            }
            timer.resume()
            self.timer = timer
        }

        #if os(Linux)
            /// Starts inotify; false if it cannot cover all folders.
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
                    let events = notices.events().filter { event in
                        // An event of a folder that is not watched any more, or of a full queue, may concern any file.
                        event.paths.isEmpty || event.paths.contains { files.concerns(event.name, in: $0) }
                    }
                    guard !events.isEmpty else { return }
                    for event in events {
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
