#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The service manager that started this program, as in sd_notify(3): datagrams to the socket that it named.
struct ServiceManager: Sendable {
    /// What it is told.
    enum State {
        /// Serving, or serving again.
        case ready
        /// Reading the input again.
        case reloading
        /// Ending.
        case stopping
        /// Still alive.
        case watchdog
    }

    private let address: [UInt8]
    /// How often it wants to hear that the program is alive; nil if it does not.
    let watchdogInterval: Duration?

    /// The one that started this program; nil if none did.
    static var current: ServiceManager? {
        ServiceManager { name in getenv(name).map { String(cString: $0) } }
    }

    /// - Parameter environment: the value of an environment variable.
    init?(environment: (String) -> String?) {
        guard let socket = environment("NOTIFY_SOCKET"), let address = Self.address(socket) else { return nil }
        self.address = address
        watchdogInterval = Self.interval(environment("WATCHDOG_USEC"), process: environment("WATCHDOG_PID"))
    }

    /// The bytes of a socket's address: a path, or a name in the abstract namespace, which begins with `@`.
    private static func address(_ socket: String) -> [UInt8]? {
        var bytes = Array(socket.utf8)
        guard bytes.count > 1, bytes.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
        switch bytes.first {
        case UInt8(ascii: "/"): bytes.append(0)
        // Its length says where it ends.
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

    /// Tells it; one that does not listen makes no difference.
    func tell(_ state: State) {
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

    /// Tells it again and again, until the task is cancelled, that this program runs; nil if it does not want to hear that.
    func watch() -> Task<Void, Never>? {
        guard let watchdogInterval else { return nil }
        return Task {
            // Twice as often as it must be, as sd_watchdog_enabled(3) advises.
            while !Task.isCancelled {
                tell(.watchdog)
                do { try await Task.sleep(for: watchdogInterval / 2) } catch { return }
            }
        }
    }

    private static func message(_ state: State) -> String {
        switch state {
        case .ready: "READY=1\nSTATUS=Serving\n"
        // With Type=notify-reload the time says which of two reloads is answered.
        case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(monotonicMicroseconds)\nSTATUS=Reading the mesh again\n"
        case .stopping: "STOPPING=1\nSTATUS=Ending all streams\n"
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
