internal import SystemPackage

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Writes files atomically: a reader sees the old or the new content.
enum OutputFiles {
    /// Makes a folder with its parents.
    static func makeFolder(_ path: String) throws {
        var built = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            built += built.isEmpty || built.hasSuffix("/") ? String(part) : "/\(part)"
            if mkdir(built, 0o777) != 0, errno != EEXIST {
                throw failure("make the folder", built, Errno(rawValue: errno))
            }
        }
    }

    /// Replaces a file by renaming a finished one, which Envoy watches for.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let temporary = path + ".part"
        do {
            let file = try open(temporary, [.truncate])
            try file.closeAfter { _ = try file.writeAll(bytes) }
        } catch {
            throw failure("write", temporary, error)
        }
        guard rename(temporary, path) == 0 else { throw failure("write", path, Errno(rawValue: errno)) }
    }

    /// Opens a file for writing, and makes it if necessary.
    static func open(_ path: String, _ options: FileDescriptor.OpenOptions) throws -> FileDescriptor {
        try FileDescriptor.open(
            FilePath(path),
            .writeOnly,
            options: options.union([.create, .closeOnExec]),
            permissions: FilePermissions(rawValue: 0o666)
        )
    }

    /// Returns the error for a file that could not be written.
    static func failure(_ verb: String, _ path: String, _ error: any Error) -> CommandFailure {
        CommandFailure(.unreachable, "cannot \(verb) \(path): \(error)")
    }

    /// Returns a file name for each resource, without slashes.
    ///
    /// Throws if two resources have the same file name, since the first file would be lost.
    static func names(for resources: [String]) throws -> [String] {
        // Compared by bytes: two spellings of one text are two names.
        var owners: [[UInt8]: String] = [:]
        return try resources.map { resource in
            let name = name(for: resource)
            if let other = owners.updateValue(resource, forKey: Array(name.utf8)) {
                throw CommandFailure(.badInput, "\(other) and \(resource) would be written to the same file, \(name)")
            }
            return name
        }
    }

    private static func name(for resource: String) -> String {
        // By scalars, not characters: a slash with an accent is one character, but a slash for the file system.
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: resource.unicodeScalars.map { $0 == "/" || $0 == "\0" ? "_" : $0 })
        let name = String(scalars)
        return name.isEmpty || name.hasPrefix(".") ? "_" + name : name
    }
}
