internal import SystemPackage

/// A file to append lines to, written at once so that nothing is lost if the program is killed.
struct AppendOnlyFile {
    private let file: FileDescriptor
    private let path: String

    init(_ path: String) throws {
        self.path = path
        do {
            file = try OutputFiles.open(path, [.append])
        } catch {
            throw OutputFiles.failure("write", path, error)
        }
    }

    /// Appends a text.
    func append(_ text: String) throws {
        do {
            try file.writeAll(text.utf8)
        } catch {
            throw OutputFiles.failure("write", path, error)
        }
    }

    /// Closes the file.
    func close() { try? file.close() }
}
