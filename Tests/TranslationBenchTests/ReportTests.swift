import Testing
import TranslationBench

@Suite("Bench report")
struct ReportTests {
    private static let host = BenchHost(
        system: "Linux 6.1 x86_64",
        processor: "A \"quoted\" processor",
        cores: 2,
        startedAt: 1_700_000_000,
        program: "eds-translator 1",
        commit: "abc",
        isDebugBuild: true
    )

    private static func measurement(
        _ mode: String,
        least: Double? = 1_000.5,
        allocations: Int? = 10,
        bytes: Int = 100,
        kept: Int? = 50
    ) -> Measurement {
        Measurement(
            key: Measurement.Key(mesh: "10/10", mode: mode, part: ""),
            endpoints: 100,
            assignments: 10,
            times: least.map { Measurement.Times(count: 3, median: $0 + 1, least: $0) },
            allocations: allocations,
            encodedBytes: bytes,
            keptBytes: kept,
            residentBytes: 1 << 40
        )
    }

    @Test("A bench report survives a round trip through JSON")
    func roundTrip() throws {
        let report = BenchReport(
            host: Self.host,
            measurements: [
                Self.measurement("cold"), Self.measurement("memory", least: nil, allocations: nil, kept: nil),
                Self.measurement("warm", kept: -3),
            ]
        )
        #expect(try BenchReport(json: report.json) == report)
    }

    @Test(
        "A wrong bench report is refused",
        arguments: [
            ("", "JSON"), ("{}", "format"), (#"{"format": "eds-translator-bench/1"}"#, "host.system"),
            (#"{"format": "eds-translator-load/1"}"#, "format"),
        ]
    )
    func refused(text: String, mention: String) {
        #expect {
            try BenchReport(json: text)
        } throws: { error in
            (error as? BenchReportError)?.message.contains(mention) == true || mention == "JSON"
        }
    }

    @Test("A bench report has figures per endpoint and per assignment")
    func figures() {
        let measurement = Self.measurement("cold")
        #expect(measurement.perEndpoint(250) == 2.5)
        #expect(measurement.perAssignment(250) == 25)
        #expect(measurement.perEndpoint(nil) == nil)
        var nothing = measurement
        nothing.endpoints = 0
        #expect(nothing.perEndpoint(250) == nil)
    }

    @Test("Bench reports are compared measurement by measurement")
    func comparison() throws {
        let before = BenchReport(
            host: Self.host,
            measurements: [
                Self.measurement("cold", least: 100), Self.measurement("warm", allocations: 0),
                Self.measurement("views", bytes: 0), Self.measurement("changed"),
            ]
        )
        let after = BenchReport(
            host: Self.host,
            measurements: [
                Self.measurement("cold", least: 150, allocations: 5, bytes: 121, kept: nil),
                Self.measurement("warm", allocations: 1), Self.measurement("views", bytes: 0),
                Self.measurement("read"),
            ]
        )
        let comparison = BenchComparison(after, with: before)
        #expect(comparison.rows.map(\.key.mode) == ["cold", "warm", "views"])
        let cold = try #require(comparison.rows.first)
        #expect(cold.time == 1.5)
        #expect(cold.allocations == 0.5)
        #expect(cold.encodedBytes == 1.21)
        #expect(cold.keptBytes == nil)
        #expect(cold.figures(over: 1.2) == ["time", "bytes"])
        #expect(cold.figures(over: 1.3) == ["time"])
        #expect(comparison.rows[1].allocations == .infinity)
        #expect(comparison.rows[2].encodedBytes == nil)
        #expect(comparison.unmatched.map(\.mode) == ["read", "changed"])
        #expect(comparison.regressions(over: 1.2).map(\.key.mode) == ["cold", "warm"])
    }
}
