public import MeshSources

/// A mesh directory and the files beside it, as they were before they were read.
public struct WatchedFiles: Sendable {
    private let directory: String?
    private let file: String?
    /// What they looked like, so that no change since then is missed.
    public let asRead: DirectoryFingerprint

    /// Looks at them; nil when there is nothing to look at.
    ///
    /// - Parameters:
    ///   - directory: a mesh directory.
    ///   - file: a file that may lie elsewhere.
    public init?(directory: String?, file: String? = nil) {
        guard directory != nil || file != nil else { return nil }
        self.directory = directory
        self.file = file
        asRead = DirectoryFingerprint(of: directory, file: file)
    }

    /// What they look like now.
    var now: DirectoryFingerprint { DirectoryFingerprint(of: directory, file: file) }

    /// The folders in which something may happen to them, those that they stand in among them.
    var folders: [String] {
        var folders = directory.map { [Self.parent(of: $0)] + FileTree.folders(below: $0) } ?? []
        if let file { folders.append(Self.parent(of: file)) }
        return Set(folders).sorted()
    }

    private static func parent(of path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true).dropLast()
        // What stands above `.` has no name that leads there without knowing where that is.
        if path == "." || path == ".." || path.hasSuffix("/..") { return path + "/.." }
        return (path.hasPrefix("/") ? "/" : "")
            + (parts.isEmpty && !path.hasPrefix("/") ? "." : parts.joined(separator: "/"))
    }
}
