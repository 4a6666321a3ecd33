import Foundation

/// Finds TCP ports that nobody listens on.
///
/// Prefer binding to port 0 and reading the port back; this is for ports that must be known beforehand.
public enum FreePort {
    /// A port that was free on `address` a moment ago.
    ///
    /// Throws ``HarnessError`` with code `systemCallFailed` if no socket can be bound.
    public static func find(on address: String = "127.0.0.1") throws -> Int {
        guard let port = bind(address: address, port: 0) else {
            throw HarnessError(.systemCallFailed, "no free port on \(address): \(String(cString: strerror(errno)))")
        }
        return port
    }

    /// Whether a listener could be bound to the address and port at this moment.
    public static func isFree(_ port: Int, on address: String = "127.0.0.1") -> Bool {
        bind(address: address, port: port) != nil
    }

    private static func bind(address: String, port: Int) -> Int? {
        guard let number = UInt16(exactly: port) else { return nil }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // As the listeners do that will use the port: a connection in TIME_WAIT is no obstacle.
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))

        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = number.bigEndian
        guard inet_pton(AF_INET, address, &name.sin_addr) == 1 else { return nil }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                Glibc.bind(descriptor, generic, length) == 0 && listen(descriptor, 1) == 0
                    && getsockname(descriptor, generic, &length) == 0
            }
        }
        return bound ? Int(UInt16(bigEndian: name.sin_port)) : nil
    }
}
