internal import MeshSources

/// Notices that the files below a folder changed, by looking at their names, sizes and times.
///
/// Follows symbolic links, so that a swapped link to another folder, as Kubernetes mounts ConfigMaps, is a change as well.
/// A change is told once it has settled: two looks in a row must see the same.
struct DirectoryWatcher: Sendable {
    private static let interval = Duration.milliseconds(200)
    private let task: Task<Void, Never>

    /// Starts to look.
    ///
    /// - Parameters:
    ///   - directory: the folder.
    ///   - asRead: what it looked like before it was read, so that no change since then is missed.
    ///   - onChange: called on a background thread.
    init(_ directory: String, asRead: DirectoryFingerprint, onChange: @escaping @Sendable () -> Void) {
        task = Task.detached {
            var told = asRead
            var seen = asRead
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                let now = DirectoryFingerprint(of: directory)
                if now == seen, now != told {
                    told = now
                    onChange()
                }
                seen = now
            }
        }
    }

    /// Looks no more.
    func stop() { task.cancel() }
}
