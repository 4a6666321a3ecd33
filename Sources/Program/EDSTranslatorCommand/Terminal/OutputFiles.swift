internal import SystemPackage

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Writes files so that a reader sees the old or the new content, never a part.
enum OutputFiles {
    /// Makes a folder and those above it.
    static func makeFolder(_ path: String) throws {
        var built = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            built += built.isEmpty || built.hasSuffix("/") ? String(part) : "/\(part)"
            if mkdir(built, 0o777) != 0, errno != EEXIST {
                throw failure("make the folder", built, Errno(rawValue: errno))
            }
        }
    }

    /// Puts content under a path by renaming a finished file: Envoy watches for that.
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

    /// Opens a file for writing, and makes it if need be.
    static func open(_ path: String, _ options: FileDescriptor.OpenOptions) throws -> FileDescriptor {
        try FileDescriptor.open(
            FilePath(path),
            .writeOnly,
            options: options.union([.create, .closeOnExec]),
            permissions: FilePermissions(rawValue: 0o666)
        )
    }

    /// What is said of a file that could not be written.
    static func failure(_ verb: String, _ path: String, _ error: any Error) -> CommandFailure {
        CommandFailure(.unreachable, "cannot \(verb) \(path): \(error)")
    }

    /// A file name for each resource; slashes would make folders.
    ///
    /// Two that would share a file are an error, as the one written first would be lost.
    static func names(for resources: [String]) throws -> [String] {
        // By bytes: two spellings of one text are two names.
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
        // Not by characters: a slash with an accent is one character, and still a slash for the file system.
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: resource.unicodeScalars.map { $0 == "/" || $0 == "\0" ? "_" : $0 })
        let name = String(scalars)
        return name.isEmpty || name.hasPrefix(".") ? "_" + name : name
    }
}
