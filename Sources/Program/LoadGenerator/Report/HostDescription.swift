#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The machine of the clients, and of the server if the run started it.
public struct HostDescription: Hashable, Sendable {
    /// The operating system with its release and architecture.
    public var system: String
    /// The number of processors.
    public var processors: Int
    /// A Boolean value that indicates a build without optimization, whose figures are not comparable.
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

    /// The seconds since 1970.
    public static var wallTime: Int64 { Int64(time(nil)) }

    /// The process id of this process.
    public static var processID: Int32 { getpid() }

    /// Raises the limit of open files to its maximum.
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
