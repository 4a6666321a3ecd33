internal import MeshModel

/// The files read from a directory, so that unchanged files need not be read again.
public struct ReadFiles: Sendable {
    private struct Entry {
        let stamp: FileStamp
        /// A Boolean value that indicates whether every later change is visible in the stamp.
        let isSettled: Bool
        let digest: Int
        let objects: FileObjects
    }

    private var entries: [String: Entry] = [:]
    /// The system namespace by which the objects were read, on which they depend.
    private var systemNamespace = ""
    /// The clusters built from their files.
    private var clusters: [ClusterID: ClusterObjects] = [:]

    /// Makes an empty memory.
    public init() {}

    /// Drops files that were read with another setting, and removed files.
    mutating func begin(_ files: [FileTree.File], systemNamespace: String) {
        if systemNamespace != self.systemNamespace { self = ReadFiles() }
        self.systemNamespace = systemNamespace
        let paths = Set(files.map(\.relativePath))
        entries = entries.filter { paths.contains($0.key) }
    }

    /// Returns the objects of a file, from memory if it did not change.
    ///
    /// A file with a new stamp but the same content counts as unchanged.
    mutating func objects(
        of file: FileTree.File,
        limits: ReadingLimits,
        read: (SourceFile) -> FileObjects
    ) throws(InputError) -> FileObjects {
        let known = entries[file.relativePath]
        if let known, known.isSettled, known.stamp == file.stamp { return known.objects }
        let isSettled = file.stamp.isSettled(at: FileStamp.now())
        let source = try FileTree.file(file.path, as: file.relativePath, limits: limits)
        var hasher = Hasher()
        source.bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        let digest = hasher.finalize()
        let objects = known?.digest == digest ? known?.objects : nil
        let entry = Entry(stamp: file.stamp, isSettled: isSettled, digest: digest, objects: objects ?? read(source))
        entries[file.relativePath] = entry
        return entry.objects
    }

    /// Returns a cluster of files; the previous one if they did not change.
    mutating func cluster(_ id: ClusterID, of files: [FileObjects]) -> ClusterObjects {
        if let known = clusters[id], known.files.elementsEqual(files, by: ===) { return known }
        let made = ClusterObjects(id: id, files: files)
        clusters[id] = made
        return made
    }
}
