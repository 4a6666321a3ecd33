/// The names, sizes and times of the files in a folder, to detect changes.
public struct DirectoryFingerprint: Equatable, Sendable {
    private struct Entry: Equatable {
        let path: String
        let stamp: FileStamp
    }

    private let entries: [Entry]

    /// Makes a fingerprint of a folder, and of one file that may be elsewhere; unreadable files have no entries.
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
