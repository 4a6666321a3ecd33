import Testing

@testable import LoadGenerator

@Suite("Load reports")
struct LoadReportTests {
    private static var report: LoadReport {
        var latency = LatencyHistogram()
        for milliseconds in 1...1_000 { latency.record(nanoseconds: Int64(milliseconds) * 1_000_000) }
        let samples = (0...4).map {
            ProcessSample(time: Int64($0) * 1_000, processorTime: Int64($0) * 500, residentBytes: UInt64($0) << 20)
        }
        return LoadReport(
            program: "test 1",
            startedAt: 1_700_000_000,
            plan: [("serve", "mesh \"a\""), ("seed", "1")],
            host: HostDescription(system: "Linux", processors: 2, isDebugBuild: true),
            measuredTime: 10_000_000_000,
            counters: [.acks: 10, .nacks: 2, .changesPlanned: 5, .changesMade: 5, .bytesReceived: 5 << 20],
            latencies: [.changeToAck: latency],
            server: ProcessUsage(samples: samples),
            generator: ProcessUsage(samples: []),
            remarks: ["something"]
        )
    }

    @Test("A result file restores every figure")
    func roundTrip() throws {
        let report = Self.report
        let restored = try LoadReport(json: report.json)
        #expect(restored.json == report.json)
        #expect(restored.table == report.table)
        #expect(restored.server == report.server)
        #expect(restored.plan.map(\.value) == report.plan.map(\.value))
    }

    @Test("A run with an external server has no server figures")
    func withoutServer() throws {
        var report = Self.report
        report.server = nil
        let restored = try LoadReport(json: report.json)
        #expect(restored.server == nil)
        #expect(!restored.table.contains { $0.hasPrefix("server") })
    }

    @Test(
        "An invalid result file is refused",
        arguments: ["", "{}", "[]", "{\"format\": \"eds-translator-load/1\"}", "x"]
    )
    func noResult(text: String) {
        #expect(throws: LoadError.self) { try LoadReport(json: text) }
    }

    @Test("The report table has the measurements, and a warning for a debug build")
    func table() {
        let text = Self.report.table.joined(separator: "\n")
        #expect(text.contains("change to ACK"))
        #expect(text.contains("p99.99"))
        #expect(text.contains("NACKs 2"))
        #expect(text.contains("debug build"))
        #expect(text.contains("0.50 cores") || text.contains("0.500 cores"))
        #expect(text.contains("warning: something"))
    }

    @Test(
        "Requirements are met or missed",
        arguments: [
            ("change_to_ack_p50<600ms", true), ("change_to_ack_p50<400ms", false), ("change_to_ack_p99.9>=900ms", true),
            ("change_to_ack_max<=1.1s", true), ("change_to_ack_min<1ms", false), ("change_to_ack_mean < 510ms", true),
            ("nacks==0", false), ("nacks==2", true), ("acks>9", true), ("acks>10", false),
            ("bytes_received<=5MiB", true), ("bytes_received<5MiB", false), ("server_memory<1GiB", true),
            ("server_cores<0.6", true), ("server_cores<0.4", false), ("stalls==0", true),
            // A figure that was not measured meets nothing.
            ("fan_out_p99<1h", false),
        ]
    )
    func requirements(text: String, isMet: Bool) throws {
        #expect(try Requirement(parsing: text).verdict(on: Self.report).isMet == isMet)
    }

    @Test(
        "An invalid requirement is refused",
        arguments: [
            "", "nacks", "nacks=0", "nacks<", "nacks<1ms", "nacks<-1", "change_to_ack<5ms", "change_to_ack_p99<5",
            "change_to_ack_p101<5ms", "unknown_p99<5ms", "bytes_received<1s", "<5", "server_cores<fast",
        ]
    )
    func noRequirement(text: String) {
        #expect(throws: LoadError.self) { try Requirement(parsing: text) }
    }
}

@Suite("Usage of the server process")
struct ProcessReadingTests {
    @Test("Processor time and memory are parsed after a name with blanks and parentheses")
    func stat() throws {
        let stat = "42 (a) b c) S 1 2 3 4 5 6 7 8 9 10 70 30 0 0 20 0 4 0 999 123456 512 1844 1 1 0"
        let sample = try #require(
            ProcessSample(time: 5, stat: stat, nanosecondsPerTick: 10_000_000, bytesPerPage: 4_096)
        )
        #expect(sample == ProcessSample(time: 5, processorTime: 1_000_000_000, residentBytes: 512 * 4_096))
    }

    @Test("An invalid /proc stat line gives no sample", arguments: ["", "42 (a)", "42 (a) S 1 2 x"])
    func noStat(text: String) {
        #expect(ProcessSample(time: 0, stat: text, nanosecondsPerTick: 1, bytesPerPage: 1) == nil)
    }

    @Test("This process has used memory")
    func own() throws {
        let sample = try #require(ProcessSample(of: HostDescription.processID, time: 0))
        #expect(sample.residentBytes > 1 << 20)
    }

    @Test(
        "The port is parsed from a whole line",
        arguments: [
            ("warning: x\nlistening on 127.0.0.1:18000\n", 18_000), ("listening on [::1]:80\nmore\n", 80),
            ("listening on 127.0.0.1:18", nil), ("not listening on 127.0.0.1:18000\n", nil), ("", nil),
        ] as [(String, Int?)]
    )
    func port(log: String, port: Int?) {
        #expect(ServerProcess.port(in: log) == port)
    }
}
