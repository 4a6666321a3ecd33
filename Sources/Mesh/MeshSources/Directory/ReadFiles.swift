internal import MeshModel

/// What was read of a directory, so that files which did not change need not be read again.
public struct ReadFiles: Sendable {
    private struct Entry {
        let stamp: FileStamp
        /// Whether a change since then would show in the stamp.
        let isSettled: Bool
        let digest: Int
        let objects: FileObjects
    }

    private var entries: [String: Entry] = [:]
    /// What the objects were read by; they count for this only.
    private var systemNamespace = ""
    /// The clusters as they were put together of their files.
    private var clusters: [ClusterID: ClusterObjects] = [:]

    /// Remembers nothing.
    public init() {}

    /// Forgets what was read by another setting, and files that are gone.
    mutating func begin(_ files: [FileTree.File], systemNamespace: String) {
        if systemNamespace != self.systemNamespace { self = ReadFiles() }
        self.systemNamespace = systemNamespace
        let paths = Set(files.map(\.relativePath))
        entries = entries.filter { paths.contains($0.key) }
    }

    /// The objects of a file, from memory if it is the same as before.
    ///
    /// A file that was touched but says the same is taken for the same.
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

    /// A cluster of these files; the one from before if they are the same.
    mutating func cluster(_ id: ClusterID, of files: [FileObjects]) -> ClusterObjects {
        if let known = clusters[id], known.files.elementsEqual(files, by: ===) { return known }
        let made = ClusterObjects(id: id, files: files)
        clusters[id] = made
        return made
    }
}
