#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The file of this program.
enum ExecutablePath {
    /// Returns the path, even if the program was found by the shell's search path.
    static func path() throws -> String {
        var bytes = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &bytes, bytes.count)
        if count > 0 { return String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self) }
        guard let name = CommandLine.arguments.first, let path = realpath(name, nil) else {
            throw CommandFailure(.unreachable, "cannot find this program's executable")
        }
        defer { free(path) }
        return String(cString: path)
    }
}
