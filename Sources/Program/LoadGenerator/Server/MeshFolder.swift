internal import MeshModel
public import MeshSources

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A mesh directory whose files the run may edit.
public struct MeshFolder: Sendable {
    /// The path.
    public let path: String

    /// Uses an existing folder.
    public init(path: String) { self.path = path }

    /// Makes a temporary copy of a mesh directory.
    ///
    /// - Throws: ``LoadError`` with code `mesh` or `file`.
    public init(copying directory: String) throws(LoadError) {
        let files: [SourceFile]
        do throws(InputError) {
            files = try FileTree.files(below: directory, limits: ReadingLimits())
        } catch {
            throw LoadError(.mesh, error.description, cause: error)
        }
        try self.init(temporaryWith: files)
    }

    /// Makes a temporary folder with files.
    ///
    /// - Throws: ``LoadError`` with code `file`.
    public init(temporaryWith files: [SourceFile]) throws(LoadError) {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/eds-translator-load-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Self.failure("make a folder in", base) }
        path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        do throws(LoadError) {
            for file in files { try write(file.bytes, to: file.path) }
        } catch {
            remove()
            throw error
        }
    }

    /// Writes a file and renames it into place, so that a reader sees the old or the new content.
    ///
    /// - Throws: ``LoadError`` with code `file`.
    public func write(_ bytes: [UInt8], to relativePath: String) throws(LoadError) {
        let parts = relativePath.split(separator: "/").map(String.init)
        var folder = path
        for part in parts.dropLast() {
            folder += "/" + part
            if mkdir(folder, 0o777) != 0, errno != EEXIST { throw Self.failure("make the folder", folder) }
        }
        // Readers of a mesh directory skip hidden files.
        let temporary = "\(folder)/.\(parts.last ?? "file").part"
        guard let file = fopen(temporary, "wbe") else { throw Self.failure("write", temporary) }
        let written = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, written == bytes.count, rename(temporary, "\(path)/\(relativePath)") == 0 else {
            throw Self.failure("write", relativePath)
        }
    }

    /// Removes a file; an absent one is no error.
    public func removeFile(_ relativePath: String) { unlink("\(path)/\(relativePath)") }

    /// Removes the folder with its contents.
    public func remove() { Self.remove(path) }

    /// Removes a tree; it only contains folders and files of the run, and no links.
    private static func remove(_ path: String) {
        guard let handle = opendir(path) else {
            unlink(path)
            return
        }
        var names: [String] = []
        while let entry = readdir(handle) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
            )
        }
        closedir(handle)
        for name in names where name != "." && name != ".." { remove("\(path)/\(name)") }
        rmdir(path)
    }

    private static func failure(_ verb: String, _ path: String) -> LoadError {
        LoadError(.file, "cannot \(verb) \(path): \(String(cString: strerror(errno)))")
    }
}
