internal import MeshModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads the YAML and JSON files in a folder tree.
public enum FileTree {
    /// The maximum depth of folders; symbolic links may form cycles.
    private static let maximumDepth = 16

    /// One file of a tree.
    struct File {
        /// The path to open it.
        let path: String
        /// The path relative to the top.
        let relativePath: String
        /// Its state.
        let stamp: FileStamp
    }

    /// Returns all `.yaml`, `.yml` and `.json` files in a folder tree, ascending by path; names with a leading dot are
    /// hidden.
    ///
    /// - Throws: ``InputError`` with code `file` or `limit` and the name of the file or folder.
    public static func files(below folder: String, limits: ReadingLimits) throws(InputError) -> [SourceFile] {
        var sources: [SourceFile] = []
        for found in try files(below: folder) {
            sources.append(try file(found.path, as: found.relativePath, limits: limits))
        }
        return sources
    }

    /// Returns the same files without reading them.
    static func files(below folder: String) throws(InputError) -> [File] {
        var files: [File] = []
        try walk(folder) { (file) throws(InputError) in files.append(file) }
        return files.sorted { $0.relativePath < $1.relativePath }
    }

    /// Returns a folder with all readable subfolders; symbolic links are followed.
    public static func folders(below folder: String) -> [String] {
        var folders: [String] = []
        try? walk(folder, enter: { folders.append($0) }, { (_) throws(InputError) in })
        return folders
    }

    /// Returns a Boolean value that indicates whether a folder is empty or absent, so that writing to it loses nothing.
    public static func isEmptyOrAbsent(_ folder: String) -> Bool {
        guard let handle = opendir(folder) else { return errno == ENOENT }
        defer { closedir(handle) }
        while let entry = readdir(handle) {
            let isOther = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                let name = bytes.prefix { $0 != 0 }
                return !name.elementsEqual(".".utf8) && !name.elementsEqual("..".utf8)
            }
            if isOther { return false }
        }
        return true
    }

    /// Returns a Boolean value that indicates whether a file or folder exists and is visible.
    public static func exists(_ path: String) -> Bool { stamp(of: path) != nil }

    /// Returns a Boolean value that indicates whether a path leads to a folder.
    public static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Returns the stamp of one file, or `nil` if it is not accessible.
    static func stamp(of path: String) -> FileStamp? {
        var status = stat()
        return stat(path, &status) == 0 ? FileStamp(status) : nil
    }

    /// Reads one file.
    ///
    /// - Throws: ``InputError`` with code `file` or `limit` and the name of the file.
    ///
    /// A pipe is read to its end, as a shell's process substitution needs. A file of the kernel that looks like a
    /// regular one, and has nothing to read now, is an error instead of a wait without end.
    public static func file(
        _ path: String,
        as relativePath: String,
        limits: ReadingLimits
    ) throws(InputError)
        -> SourceFile
    {
        SourceFile(path: relativePath, displayName: path, bytes: try contents(of: path, limits))
    }

    /// Reads one file, or returns an empty one if it does not exist.
    ///
    /// - Throws: ``InputError`` with code `file` or `limit` and the name of the file.
    public static func fileIfPresent(
        _ path: String,
        as relativePath: String,
        limits: ReadingLimits
    ) throws(InputError) -> SourceFile {
        guard stamp(of: path) != nil else { return SourceFile(path: relativePath, displayName: path, bytes: []) }
        return try file(path, as: relativePath, limits: limits)
    }

    /// Visits every file, folder by folder in order of names.
    static func walk(
        _ folder: String,
        prefix: String = "",
        depth: Int = 0,
        enter: (String) -> Void = { _ in },
        _ visit: (File) throws(InputError) -> Void
    ) throws(InputError) {
        guard depth <= maximumDepth else {
            throw failure(.limit, folder, "is more than \(maximumDepth) folders deep, expected a flatter tree")
        }
        enter(folder)
        guard let handle = opendir(folder) else { throw failure(.file, folder, "cannot be opened: \(reason())") }
        defer { closedir(handle) }
        for name in try names(in: handle, folder).sorted() {
            let path = folder + "/" + name
            var status = stat()
            guard stat(path, &status) == 0 else {
                // A dangling link that is not named like a file of the mesh is none.
                guard isNamedLikeManifest(name) else { continue }
                throw failure(.file, path, "cannot be read: \(reason())")
            }
            if status.st_mode & S_IFMT == S_IFDIR {
                try walk(path, prefix: prefix + name + "/", depth: depth + 1, enter: enter, visit)
            } else if status.st_mode & S_IFMT == S_IFREG, isNamedLikeManifest(name) {
                try visit(File(path: path, relativePath: prefix + name, stamp: FileStamp(status)))
            }
        }
    }

    /// Returns the names in an open folder, without hidden ones and without those that are not UTF-8.
    ///
    /// - Throws: ``InputError`` with code `file` for a file of the mesh whose name is not UTF-8.
    private static func names(in handle: OpaquePointer, _ folder: String) throws(InputError) -> [String] {
        var names: [String] = []
        while let entry = readdir(handle) {
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            let shown = String(decoding: bytes, as: UTF8.self)
            guard !shown.hasPrefix(".") else { continue }
            if shown.utf8.elementsEqual(bytes) {
                names.append(shown)
            } else if isNamedLikeManifest(shown) {
                throw failure(.file, folder + "/" + shown, "has a name that is not UTF-8, expected UTF-8")
            }
        }
        return names
    }

    private static func isNamedLikeManifest(_ name: String) -> Bool {
        [".yaml", ".yml", ".json"].contains(where: name.hasSuffix)
    }

    private static func contents(of path: String, _ limits: ReadingLimits) throws(InputError) -> [UInt8] {
        let flags = isRegular(path) ? O_RDONLY | O_CLOEXEC | O_NONBLOCK : O_RDONLY | O_CLOEXEC
        let descriptor = open(path, flags)
        guard descriptor >= 0 else { throw failure(.file, path, "cannot be opened: \(reason())") }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        let chunk = 1 << 18
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_size > 0 { bytes.reserveCapacity(Int(status.st_size) + 1) }
        var buffer = [UInt8](repeating: 0, count: chunk)
        while true {
            let count = read(descriptor, &buffer, chunk)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(.file, path, "cannot be read: \(reason())") }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= limits.fileBytes else {
                throw failure(.limit, path, "is larger than \(limits.fileBytes) bytes")
            }
        }
    }

    private static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private static func failure(_ code: InputError.Code, _ path: String, _ message: String) -> InputError {
        InputError(code, at: SourceLocation(file: path, line: 0, column: 0), message)
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
