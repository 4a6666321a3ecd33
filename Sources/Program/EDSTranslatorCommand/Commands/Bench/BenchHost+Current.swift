internal import LoadGenerator
internal import MeshSources
internal import TranslationBench

extension BenchHost {
    /// Returns this machine and program, with the current time.
    static func current(program: String, commit: String) -> BenchHost {
        let host = HostDescription.current
        return BenchHost(
            system: host.system,
            processor: processorModel ?? "unknown processor",
            cores: host.processors,
            startedAt: HostDescription.wallTime,
            program: program,
            commit: commit,
            isDebugBuild: host.isDebugBuild
        )
    }

    /// The first `model name` of the kernel's processor list.
    private static var processorModel: String? {
        guard let file = try? FileTree.file("/proc/cpuinfo", as: "cpuinfo", limits: ReadingLimits()) else { return nil }
        for line in String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
        where line.hasPrefix("model name") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            return String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        return nil
    }
}
