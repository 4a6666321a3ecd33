import Foundation

/// A temporary folder for one run, which is removed with the object, and at the latest when the program ends.
public final class TemporaryDirectory: Sendable {
    /// The folder's absolute path.
    public let path: String

    /// Makes a new, empty folder below the system's folder for temporary files.
    ///
    /// Throws ``HarnessError`` with code `systemCallFailed` on failure.
    public init(named purpose: String = "run") throws {
        let parent = URL(fileURLWithPath: NSTemporaryDirectory()).path
        let pattern = "\(parent)/eds-translator-\(purpose)-XXXXXX"
        var characters = pattern.utf8CString
        let made = characters.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { mkdtemp($0) != nil } ?? false
        }
        guard made else {
            throw HarnessError(.systemCallFailed, "cannot make \(pattern): \(String(cString: strerror(errno)))")
        }
        path = String(decoding: characters.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        CleanUpRegistry.shared.addDirectory(path)
    }

    deinit { remove() }

    /// Returns the path of a file in the folder, which need not exist.
    public func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file atomically: it is moved into place, so that a watcher never sees a part of it.
    ///
    /// Missing parent folders are made. Throws the error of the file system.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        let target = file(name)
        let folder = URL(fileURLWithPath: target).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try text.write(toFile: target, atomically: true, encoding: .utf8)
        return target
    }

    /// Removes the folder with its content; a second call has no effect.
    public func remove() { CleanUpRegistry.shared.removeDirectory(path) }
}
