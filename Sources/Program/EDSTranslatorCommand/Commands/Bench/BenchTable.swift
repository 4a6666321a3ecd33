internal import LoadGenerator
internal import TranslationBench

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The human-readable table of `bench`.
enum BenchTable {
    static let debugWarning = """
        ****************************************************************
        ** this is a debug build: its figures are not comparable.     **
        ** build with: swift build -c release --product eds-translator **
        ****************************************************************
        """

    /// Returns the lines of a report.
    static func lines(_ report: BenchReport) -> [String] {
        var rows = [
            [
                "mesh", "mode", "endpoints", "time", "ns/endpoint", "least", "ns/assignment", "allocations",
                "/endpoint", "bytes/endpoint", "kept/endpoint", "resident",
            ]
        ]
        rows += report.measurements.map { measurement in
            let allocations = measurement.allocations.map(Double.init)
            return [
                measurement.key.mesh,
                [measurement.key.mode, measurement.key.part].filter { !$0.isEmpty }.joined(separator: " "),
                "\(measurement.endpoints)",
                measurement.times.map { DurationText.text(nanoseconds: Int64($0.median)) } ?? "-",
                figure(measurement.perEndpoint(measurement.times?.median)),
                figure(measurement.perEndpoint(measurement.times?.least)),
                figure(measurement.perAssignment(measurement.times?.median)),
                measurement.allocations.map { "\($0)" } ?? "-",
                figure(measurement.perEndpoint(allocations)),
                figure(measurement.perEndpoint(Double(measurement.encodedBytes))),
                figure(measurement.perEndpoint(measurement.keptBytes.map { Double(max(0, $0)) })),
                measurement.residentBytes.map { DecimalText.bytes(UInt64(max(0, $0))) } ?? "-",
            ]
        }
        return TextTable(rows).lines + ["", about(report.host)] + (report.host.isDebugBuild ? [debugWarning] : [])
    }

    /// Returns the ratios to an earlier report: below 1 is better.
    static func lines(_ comparison: BenchComparison, _ earlier: BenchHost) -> [String] {
        var rows = [["mesh and mode", "time", "allocations", "bytes", "memory"]]
        rows += comparison.rows.map { row in
            [
                row.key.description, ratio(row.time), ratio(row.allocations), ratio(row.encodedBytes),
                ratio(row.keptBytes),
            ]
        }
        return ["ratios to \(about(earlier))"] + TextTable(rows).lines
            + comparison.unmatched.map { "only in one of the results: \($0)" }
            + (earlier.isDebugBuild ? [debugWarning] : [])
    }

    private static func about(_ host: BenchHost) -> String {
        let commit = host.commit.isEmpty ? "" : " (\(host.commit))"
        return "\(host.program)\(commit), \(host.isDebugBuild ? "debug" : "release") build, on \(host.processor), "
            + "\(host.cores) cores, \(host.system), \(date(host.startedAt))"
    }

    /// Returns a time as `2026-01-31 12:00 UTC`.
    private static func date(_ seconds: Int64) -> String {
        var seconds = time_t(seconds)
        var parts = tm()
        guard gmtime_r(&seconds, &parts) != nil else { return "-" }
        var text = [CChar](repeating: 0, count: 64)
        let count = strftime(&text, text.count, "%Y-%m-%d %H:%M UTC", &parts)
        return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func figure(_ value: Double?) -> String { value.map { DecimalText.digits(3, of: $0) } ?? "-" }

    private static func ratio(_ value: Double?) -> String {
        value.map { $0.isFinite ? DecimalText.fraction(2, of: $0) : "from none" } ?? "-"
    }
}
