/// The names, sizes and times of the files below a folder: enough to see that something changed.
public struct DirectoryFingerprint: Equatable, Sendable {
    private struct Entry: Equatable {
        let path: String
        let stamp: FileStamp
    }

    private let entries: [Entry]

    /// Looks at a folder, and at one file that may lie elsewhere; what cannot be read has no entries.
    public init(of directory: String?, file: String? = nil) {
        var entries: [Entry] = []
        if let directory {
            try? FileTree.walk(directory) { (file) throws(InputError) in
                entries.append(Entry(path: file.path, stamp: file.stamp))
            }
        }
        if let file, let stamp = FileTree.stamp(of: file) { entries.append(Entry(path: file, stamp: stamp)) }
        self.entries = entries
    }
}
