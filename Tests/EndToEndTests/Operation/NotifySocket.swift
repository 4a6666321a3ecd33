import EnvoyHarness
import Foundation

/// The socket of a service manager, with the received messages in order.
final class NotifySocket: Sendable {
    private let descriptor: Int32

    /// Binds a socket.
    ///
    /// - Parameter name: a path, or `@` and a name of the abstract namespace.
    init(_ name: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { throw HarnessError(.unexpectedAnswer, "no socket") }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        if name.hasPrefix("@") { bytes[0] = 0 } else { bytes.append(0) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = MemoryLayout<sa_family_t>.size + bytes.count
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(length)) }
        }
        guard status == 0 else { throw HarnessError(.unexpectedAnswer, "cannot bind \(name)") }
        // A program without messages must not block the test forever.
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Returns the next message: its assignments by name.
    func next() async throws -> [String: String] {
        let text: String? = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [descriptor] in
                var buffer = [UInt8](repeating: 0, count: 4_096)
                let count = recv(descriptor, &buffer, buffer.count, 0)
                continuation.resume(returning: count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self))
            }
        }
        guard let text else { throw HarnessError(.timedOut, "the service manager was told nothing") }
        let pairs = text.split(separator: "\n").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return Dictionary(pairs.map { ($0[0], $0.count > 1 ? $0[1] : "") }) { _, last in last }
    }

    /// Returns the next message with an assignment of this name.
    func next(with name: String) async throws -> [String: String] {
        while true {
            let message = try await next()
            if message[name] != nil { return message }
        }
    }
}
