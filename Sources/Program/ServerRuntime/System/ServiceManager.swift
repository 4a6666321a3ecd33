#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The service manager that started this program, as in sd_notify(3): datagrams to the socket in the environment.
struct ServiceManager: Sendable {
    /// A reported state.
    enum State {
        /// The server is serving.
        case ready
        /// The server is reading its input again.
        case reloading
        /// The server is stopping.
        case stopping
        /// The keepalive message.
        case watchdog
    }

    private let address: [UInt8]
    /// The required interval of keepalive messages, or `nil` without a watchdog.
    let watchdogInterval: Duration?

    /// The manager that started this program, or `nil` if none did.
    static var current: ServiceManager? {
        ServiceManager { name in getenv(name).map { String(cString: $0) } }
    }

    /// - Parameter environment: returns the value of an environment variable.
    init?(environment: (String) -> String?) {
        guard let socket = environment("NOTIFY_SOCKET"), let address = Self.address(socket) else { return nil }
        self.address = address
        watchdogInterval = Self.interval(environment("WATCHDOG_USEC"), process: environment("WATCHDOG_PID"))
    }

    /// Returns the bytes of a socket's address: a path, or a name in the abstract namespace, which begins with `@`.
    private static func address(_ socket: String) -> [UInt8]? {
        var bytes = Array(socket.utf8)
        guard bytes.count > 1, bytes.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
        switch bytes.first {
        case UInt8(ascii: "/"): bytes.append(0)
        // The length of the address marks its end.
        case UInt8(ascii: "@"): bytes[0] = 0
        default: return nil
        }
        return bytes
    }

    private static func interval(_ microseconds: String?, process: String?) -> Duration? {
        if let process, process != String(getpid()) { return nil }
        guard let count = microseconds.flatMap({ Int64($0) }), count > 0 else { return nil }
        return .microseconds(count)
    }

    /// Reports a state; failures are ignored.
    func notify(_ state: State) {
        let bytes = Array(Self.message(state).utf8)
        let descriptor = socket(AF_UNIX, Self.datagrams, 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: address) }
        let length = (MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 0) + address.count
        withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                while sendto(descriptor, bytes, bytes.count, Self.flags, pointer, socklen_t(length)) < 0, errno == EINTR
                {}
            }
        }
    }

    /// Sends keepalive messages until the task is cancelled; returns `nil` without a watchdog.
    func watch() -> Task<Void, Never>? {
        guard let watchdogInterval else { return nil }
        return Task {
            // Twice as often as required, as sd_watchdog_enabled(3) advises.
            while !Task.isCancelled {
                notify(.watchdog)
                do { try await Task.sleep(for: watchdogInterval / 2) } catch { return }
            }
        }
    }

    private static func message(_ state: State) -> String {
        switch state {
        case .ready: "READY=1\nSTATUS=Serving\n"
        // With Type=notify-reload the time identifies the reload.
        case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(monotonicMicroseconds)\nSTATUS=Reloading the mesh\n"
        case .stopping: "STOPPING=1\nSTATUS=Closing all streams\n"
        case .watchdog: "WATCHDOG=1\n"
        }
    }

    private static var monotonicMicroseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }

    private static var datagrams: Int32 {
        #if canImport(Glibc)
            Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        #elseif canImport(Musl)
            SOCK_DGRAM | SOCK_CLOEXEC
        #else
            SOCK_DGRAM
        #endif
    }

    private static var flags: Int32 {
        #if canImport(Darwin)
            0
        #else
            Int32(MSG_NOSIGNAL)
        #endif
    }
}
