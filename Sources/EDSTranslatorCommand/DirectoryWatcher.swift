internal import MeshSources

/// A mesh directory and the files beside it, as they were before they were read.
struct WatchedFiles: Sendable {
    private let directory: String?
    private let file: String?
    /// What they looked like, so that no change since then is missed.
    let asRead: DirectoryFingerprint

    /// Looks at them; nil when there is nothing to look at.
    init?(directory: String?, file: String?) {
        guard directory != nil || file != nil else { return nil }
        self.directory = directory
        self.file = file
        asRead = DirectoryFingerprint(of: directory, file: file)
    }

    /// What they look like now.
    var now: DirectoryFingerprint { DirectoryFingerprint(of: directory, file: file) }
}

/// Notices that the files below a folder changed, by looking at their names, sizes and times.
///
/// Follows symbolic links, so that a swapped link to another folder, as Kubernetes mounts ConfigMaps, is a change as well.
/// A change is told once it has settled, when two looks in a row see the same; files that never come to rest are told of
/// all the same after a while (B-6).
struct DirectoryWatcher: Sendable {
    private static let interval = Duration.milliseconds(200)
    /// The longest that a change is held back, in looks.
    private static let patience = 5
    private let task: Task<Void, Never>

    /// Starts to look.
    ///
    /// - Parameters:
    ///   - files: the files.
    ///   - onChange: called on a background thread.
    init(_ files: WatchedFiles, onChange: @escaping @Sendable () -> Void) {
        task = Task.detached {
            var told = files.asRead
            var seen = files.asRead
            var unsettled = 0
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                let now = files.now
                unsettled = now == told ? 0 : unsettled + 1
                if unsettled > 0, now == seen || unsettled >= Self.patience {
                    told = now
                    unsettled = 0
                    onChange()
                }
                seen = now
            }
        }
    }

    /// Looks no more.
    func stop() { task.cancel() }
}
