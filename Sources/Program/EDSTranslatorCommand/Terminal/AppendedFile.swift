internal import SystemPackage

/// A file to whose end text is added, line by line, so that nothing is lost when the program is killed.
struct AppendedFile {
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

    /// Adds a text.
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
