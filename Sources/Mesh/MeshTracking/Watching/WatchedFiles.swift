public import MeshSources

/// A mesh directory and further files, with their state before they were read.
public struct WatchedFiles: Sendable {
    private let directory: String?
    private let file: String?
    /// The fingerprint from before the reading, so that no later change is missed.
    public let asRead: DirectoryFingerprint

    /// Takes the fingerprint; nil if there is nothing to watch.
    ///
    /// - Parameters:
    ///   - directory: a mesh directory.
    /// - file: a file, which may be elsewhere.
    public init?(directory: String?, file: String? = nil) {
        guard directory != nil || file != nil else { return nil }
        self.directory = directory
        self.file = file
        asRead = DirectoryFingerprint(of: directory, file: file)
    }

    /// The current fingerprint.
    var now: DirectoryFingerprint { DirectoryFingerprint(of: directory, file: file) }

    /// The folders in which events may concern the files, including their parents.
    var folders: [String] {
        var folders = directory.map { [Self.parent(of: $0)] + FileTree.folders(below: $0) } ?? []
        if let file { folders.append(Self.parent(of: file)) }
        return Set(folders).sorted()
    }

    /// Returns a Boolean value that indicates whether an event in one of ``folders`` may concern the files.
    ///
    /// In the folders above them only the names on the paths count, and those that Kubernetes swaps when it mounts a
    /// ConfigMap or Secret, such as `..data`.
    func concerns(_ name: String, in folder: String) -> Bool {
        if name.isEmpty || name.hasPrefix("..") { return true }
        if let directory {
            if folder == directory || folder.hasPrefix(directory.hasSuffix("/") ? directory : directory + "/") {
                return true
            }
            if folder == Self.parent(of: directory), Self.isLast(name, in: directory) { return true }
        }
        guard let file else { return false }
        return folder == Self.parent(of: file) && Self.isLast(name, in: file)
    }

    /// Returns true if a name ends a path; the last part of `.` and `..` is not known.
    private static func isLast(_ name: String, in path: String) -> Bool {
        let last = path.split(separator: "/").last
        return last.map { $0 == name || $0 == "." || $0 == ".." } ?? true
    }

    private static func parent(of path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true).dropLast()
        // The parent of `.` has no path without knowledge of the current folder.
        if path == "." || path == ".." || path.hasSuffix("/..") { return path + "/.." }
        return (path.hasPrefix("/") ? "/" : "")
            + (parts.isEmpty && !path.hasPrefix("/") ? "." : parts.joined(separator: "/"))
    }
}
