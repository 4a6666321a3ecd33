#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A free port of 127.0.0.1 that stays bound, so that no other process gets it while no server listens on it.
///
/// Connections to it are refused unless a socket with `SO_REUSEPORT` listens on it too.
final class ReservedPort: Sendable {
    /// The socket option of sockets that share the port.
    static let sharing = SO_REUSEPORT

    /// The number.
    let number: Int
    private let descriptor: Int32

    /// Binds a free port.
    init() throws {
        #if canImport(Glibc)
            let stream = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, stream, 0)
        var isShared: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, Self.sharing, &isShared, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 && getsockname(descriptor, address, &size) == 0
            }
        }
        self.descriptor = descriptor
        number = Int(UInt16(bigEndian: address.sin_port))
        guard isBound else { throw TestServerError(message: "no free port: errno \(errno)") }
    }

    deinit { close(descriptor) }
}
