#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The file that a server's Unix socket was bound to.
struct UnixSocketFile: Sendable {
    private let path: String
    private let bound: FileFingerprint

    /// Looks at the file that was just bound; nil for other sockets.
    init?(_ address: GRPCServer.Address) {
        guard case .unixSocket(let path) = address else { return nil }
        self.path = path
        bound = FileFingerprint(of: path)
    }

    /// Removes the file, unless it is gone or another server has bound its own there meanwhile.
    func remove() {
        guard bound.exists, FileFingerprint(of: path) == bound else { return }
        unlink(path)
    }
}
