#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A file to whose end text is added, line by line, so that nothing is lost when the program is killed.
struct AppendedFile {
    private let descriptor: Int32
    private let path: String

    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.failure(path) }
    }

    /// Adds a text.
    func append(_ text: String) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path) }
            rest = rest.dropFirst(count)
        }
    }

    /// Closes the file.
    func close() { _ = closeDescriptor(descriptor) }

    private static func failure(_ path: String) -> CommandFailure {
        CommandFailure(.unreachable, "cannot write \(path): \(String(cString: strerror(errno)))")
    }
}

/// The system's `close`, which has the name of a method of ours.
private let closeDescriptor: @Sendable (Int32) -> Int32 = { close($0) }
