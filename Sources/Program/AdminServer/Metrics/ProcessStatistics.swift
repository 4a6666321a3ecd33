#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The kernel's statistics of this process; values are `nil` where it has none.
struct ProcessStatistics {
    var cpuSeconds: Double?
    var residentBytes: Double?
    var virtualBytes: Double?
    var threads: Double?
    var openDescriptors: Double?
    var maximumDescriptors: Double?
    /// The start time, in seconds since 1970.
    var startTime: Double?

    /// Reads the statistics.
    init() {
        var usage = rusage()
        #if canImport(Glibc)
            let whom = RUSAGE_SELF.rawValue
            let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let whom = RUSAGE_SELF
            let kind = RLIMIT_NOFILE
        #endif
        if getrusage(whom, &usage) == 0 {
            cpuSeconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
        }
        var limit = rlimit()
        if getrlimit(kind, &limit) == 0 { maximumDescriptors = Double(limit.rlim_cur) }
        #if os(Linux)
            readStat()
            openDescriptors = Self.countEntries("/proc/self/fd")
        #endif
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    #if os(Linux)
        /// Reads `proc_pid_stat(5)`: the fields after the program's name, which may contain spaces.
        private mutating func readStat() {
            guard let text = Self.read("/proc/self/stat"), let end = text.lastIndex(of: ")") else { return }
            let fields = text[text.index(after: end)...].split(separator: " ").map(String.init)
            func field(_ number: Int) -> Double? {
                fields.indices.contains(number - 3) ? Double(fields[number - 3]) : nil
            }
            threads = field(20)
            virtualBytes = field(23)
            residentBytes = field(24).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) }
            let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
            guard let begun = field(22), ticks > 0, let boot = Self.bootTime() else { return }
            startTime = boot + begun / ticks
        }

        private static func bootTime() -> Double? {
            let line = read("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
            return line.flatMap { Double($0.dropFirst("btime ".count)) }
        }

        private static func read(_ path: String) -> String? {
            let file = open(path, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { return nil }
            defer { close(file) }
            var text: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4_096)
            while text.count < 1 << 20 {
                let count = buffer.withUnsafeMutableBytes { readBytes(file, $0.baseAddress, $0.count) }
                guard count > 0 else { break }
                text += buffer.prefix(count)
            }
            return String(decoding: text, as: UTF8.self)
        }

        private static func countEntries(_ path: String) -> Double? {
            guard let directory = opendir(path) else { return nil }
            defer { closedir(directory) }
            var count = 0
            while let entry = readdir(directory) {
                // Skips the directory itself, its parent, and the descriptor that reads it.
                if entry.pointee.d_type != UInt8(DT_DIR) { count += 1 }
            }
            return Double(max(0, count - 1))
        }
    #endif
}

#if os(Linux)
    private func readBytes(_ file: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        read(file, bytes, count)
    }
#endif
