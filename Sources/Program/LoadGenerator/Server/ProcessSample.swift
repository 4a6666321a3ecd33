#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The usage of a process so far, from `/proc`.
public struct ProcessSample: Hashable, Sendable {
    /// The time of the sample, in nanoseconds from the beginning of the run.
    public var time: Int64
    /// Processor time, in nanoseconds.
    public var processorTime: Int64
    /// Resident memory, in bytes.
    public var residentBytes: UInt64

    /// Makes a sample.
    public init(time: Int64, processorTime: Int64, residentBytes: UInt64) {
        self.time = time
        self.processorTime = processorTime
        self.residentBytes = residentBytes
    }

    /// Samples a process; returns `nil` if it has ended, or where there is no `/proc`.
    public init?(of processID: Int32, time: Int64) {
        guard let stat = Self.contents(of: "/proc/\(processID)/stat") else { return nil }
        let ticks = max(1, sysconf(Int32(_SC_CLK_TCK)))
        let page = max(1, sysconf(Int32(_SC_PAGESIZE)))
        self.init(
            time: time,
            stat: stat,
            nanosecondsPerTick: 1_000_000_000 / Int64(ticks),
            bytesPerPage: UInt64(page)
        )
    }

    /// Parses `/proc/PID/stat`: fields 14 and 15 are processor time, 24 is resident memory.
    init?(time: Int64, stat: String, nanosecondsPerTick: Int64, bytesPerPage: UInt64) {
        // The second field is the program's name in parentheses, which may contain any character.
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        guard fields.count > 21, let user = Int64(fields[11]), let system = Int64(fields[12]),
            let pages = UInt64(fields[21])
        else { return nil }
        self.init(
            time: time,
            processorTime: (user + system) * nanosecondsPerTick,
            residentBytes: pages * bytesPerPage
        )
    }

    private static func contents(of path: String) -> String? {
        guard let file = fopen(path, "rbe") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = fread(&bytes, 1, bytes.count, file)
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}
