import Foundation

/// The search for unused TCP ports.
///
/// Prefer binding to port 0 and reading the port back; this is for ports that must be known before.
public enum FreePort {
    /// Returns a port that was free on `address` a moment ago.
    ///
    /// Throws ``HarnessError`` with code `systemCallFailed` if no socket can be bound.
    public static func find(on address: String = "127.0.0.1") throws -> Int {
        guard let port = bind(address: address, port: 0) else {
            throw HarnessError(.systemCallFailed, "no free port on \(address): \(String(cString: strerror(errno)))")
        }
        return port
    }

    /// Returns true if a listener can be bound to the address and port now.
    public static func isFree(_ port: Int, on address: String = "127.0.0.1") -> Bool {
        bind(address: address, port: port) != nil
    }

    private static func bind(address: String, port: Int) -> Int? {
        guard let number = UInt16(exactly: port) else { return nil }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // The same option as the listeners that will use the port: a connection in TIME_WAIT does not prevent binding.
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
