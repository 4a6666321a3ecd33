#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The machine that made the load, and the server as well when the run started it.
public struct HostDescription: Hashable, Sendable {
    /// The operating system with its release and architecture.
    public var system: String
    /// Processors.
    public var processors: Int
    /// Whether the program was built without optimisation: such figures compare with nothing.
    public var isDebugBuild: Bool

    /// Makes a description.
    public init(system: String, processors: Int, isDebugBuild: Bool) {
        self.system = system
        self.processors = processors
        self.isDebugBuild = isDebugBuild
    }

    /// This machine and program.
    public static var current: HostDescription {
        var name = utsname()
        uname(&name)
        func text<Tuple>(_ tuple: Tuple) -> String {
            withUnsafeBytes(of: tuple) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
        }
        var isDebugBuild = false
        assert(
            {
                isDebugBuild = true
                return true
            }()
        )
        return HostDescription(
            system: "\(text(name.sysname)) \(text(name.release)) \(text(name.machine))",
            processors: Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))),
            isDebugBuild: isDebugBuild
        )
    }

    /// Seconds since 1970.
    public static var wallTime: Int64 { Int64(time(nil)) }

    /// This process's own number.
    public static var processID: Int32 { getpid() }

    /// Lets the process open as many sockets as it may.
    static func raiseFileLimit() {
        var limit = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(resource, &limit)
    }
}
