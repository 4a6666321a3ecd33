internal import AssignmentComparison
internal import MeshSources
internal import TextFormats

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The folder of the golden files and their pending new states.
struct GoldenFolder {
    /// The file name suffix of a new state.
    static let suffix = ".new"

    let path: String

    init(_ path: String) { self.path = path }

    /// A Boolean value that indicates whether the folder exists.
    var exists: Bool { FileTree.exists(path) }

    /// Returns the bytes of all golden files by their path relative to the folder; none without a folder.
    func files() throws -> [String: [UInt8]] {
        guard exists else { return [:] }
        var limits = ReadingLimits()
        limits.fileBytes = DumpReader.limits.bytes
        do throws(InputError) {
            let files = try FileTree.files(below: path, limits: limits)
            return Dictionary(files.map { ($0.path, $0.bytes) }) { first, _ in first }
        } catch {
            throw CommandFailure(.badInput, error.description)
        }
    }

    /// Returns the paths of files with a pending new state, ascending.
    func pending() -> [String] {
        var found: [String] = []
        for folder in names(in: path) where !folder.hasPrefix(".") {
            for name in names(in: "\(path)/\(folder)") where name.hasSuffix(".yaml" + Self.suffix) {
                found.append("\(folder)/\(name.dropLast(Self.suffix.count))")
            }
        }
        return found.sorted()
    }

    /// Returns the bytes of one file in the folder, or `nil` if it does not exist.
    func bytes(of file: String) -> [UInt8]? {
        var limits = ReadingLimits()
        limits.fileBytes = DumpReader.limits.bytes
        return try? FileTree.file("\(path)/\(file)", as: file, limits: limits).bytes
    }

    /// Writes a file.
    func write(_ text: String, to file: String) throws {
        let folder = file.split(separator: "/").dropLast().joined(separator: "/")
        try OutputFiles.makeFolder(folder.isEmpty ? path : "\(path)/\(folder)")
        try OutputFiles.write(Array(text.utf8), to: "\(path)/\(file)")
    }

    /// Removes a file; an absent one is no error.
    func remove(_ file: String) throws {
        guard unlink("\(path)/\(file)") != 0, errno != ENOENT else { return }
        throw CommandFailure(.unreachable, "cannot remove \(path)/\(file): \(String(cString: strerror(errno)))")
    }

    /// Replaces a file by its new state.
    func accept(_ file: String) throws {
        guard rename("\(path)/\(file)\(Self.suffix)", "\(path)/\(file)") == 0 else {
            throw CommandFailure(.unreachable, "cannot accept \(path)/\(file): \(String(cString: strerror(errno)))")
        }
    }

    private func names(in folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
            )
        }
        return names
    }
}
