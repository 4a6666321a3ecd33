internal import TextFormats

extension BenchReport {
    private static let format = "eds-translator-bench/1"

    /// The report as JSON text, complete: ``init(json:)`` restores it.
    public var json: String {
        let document: JSONValue = .object([
            .init("format", .string(Self.format)),
            .init(
                "host",
                .object([
                    .init("system", .string(host.system)), .init("processor", .string(host.processor)),
                    .init("cores", .number(JSONNumber(host.cores))),
                    .init("startedAt", .number(JSONNumber(host.startedAt))),
                    .init("program", .string(host.program)), .init("commit", .string(host.commit)),
                    .init("debugBuild", .bool(host.isDebugBuild)),
                ])
            ),
            .init("measurements", .array(measurements.map(Self.json))),
        ])
        return document.text(pretty: true) + "\n"
    }

    private static func json(_ measurement: Measurement) -> JSONValue {
        func integer(_ value: Int?) -> JSONValue { value.map { .number(JSONNumber($0)) } ?? .null }
        // Tenths of a nanosecond are finer than any measurement.
        func time(_ value: Double) -> JSONValue {
            JSONNumber((value * 10).rounded() / 10).map { .number($0) } ?? .null
        }
        let times = measurement.times.map { times -> JSONValue in
            .object([
                .init("count", integer(times.count)), .init("medianNanoseconds", time(times.median)),
                .init("leastNanoseconds", time(times.least)),
            ])
        }
        return .object([
            .init("mesh", .string(measurement.key.mesh)), .init("mode", .string(measurement.key.mode)),
            .init("part", .string(measurement.key.part)), .init("endpoints", integer(measurement.endpoints)),
            .init("assignments", integer(measurement.assignments)), .init("times", times ?? .null),
            .init("allocations", integer(measurement.allocations)),
            .init("encodedBytes", integer(measurement.encodedBytes)),
            .init("keptBytes", integer(measurement.keptBytes)),
            .init("residentBytes", integer(measurement.residentBytes)),
        ])
    }

    /// Reads a report that ``json`` wrote.
    ///
    /// - Throws: ``BenchReportError``.
    public init(json text: String) throws(BenchReportError) {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: text)
        } catch {
            throw BenchReportError(error.message)
        }
        guard document["format"] == .string(Self.format) else {
            throw BenchReportError("expected a result of format \(Self.format)")
        }
        let host = ReportObject(document["host"], "host")
        self.host = BenchHost(
            system: try host.text("system"),
            processor: try host.text("processor"),
            cores: Int(try host.number("cores")),
            startedAt: Int64(try host.number("startedAt")),
            program: try host.text("program"),
            commit: try host.text("commit"),
            isDebugBuild: document["host"]?["debugBuild"] == .bool(true)
        )
        guard case .array(let elements)? = document["measurements"] else {
            throw BenchReportError("measurements is missing or of another kind, expected a list")
        }
        measurements = []
        for element in elements { measurements.append(try Self.measurement(element)) }
    }

    private static func measurement(_ value: JSONValue) throws(BenchReportError) -> Measurement {
        let object = ReportObject(value, "measurements")
        var times: Measurement.Times?
        if let given = value["times"], given != .null {
            let object = ReportObject(given, "times")
            times = Measurement.Times(
                count: Int(try object.number("count")),
                median: try object.number("medianNanoseconds"),
                least: try object.number("leastNanoseconds")
            )
        }
        return Measurement(
            key: Measurement.Key(
                mesh: try object.text("mesh"),
                mode: try object.text("mode"),
                part: try object.text("part")
            ),
            endpoints: Int(try object.number("endpoints")),
            assignments: Int(try object.number("assignments")),
            times: times,
            allocations: try object.optionalNumber("allocations").map { Int($0) },
            encodedBytes: Int(try object.number("encodedBytes")),
            keptBytes: try object.optionalNumber("keptBytes").map { Int($0) },
            residentBytes: try object.optionalNumber("residentBytes").map { Int($0) }
        )
    }
}

/// An error in a report.
public struct BenchReportError: Error, Hashable, Sendable {
    /// The message: what was expected.
    public let message: String

    init(_ message: String) { self.message = message }
}

/// Reads the members of an object of a report and reports the first wrong one.
private struct ReportObject {
    private let value: JSONValue?
    private let name: String

    init(_ value: JSONValue?, _ name: String) {
        self.value = value
        self.name = name
    }

    func text(_ member: String) throws(BenchReportError) -> String {
        guard case .string(let text)? = value?[member] else { throw missing(member, "a text") }
        return text
    }

    /// Returns a number that is small enough to fit an integer.
    func number(_ member: String) throws(BenchReportError) -> Double {
        guard case .number(let number)? = value?[member], number.double.magnitude < 0x1p60 else {
            throw missing(member, "a number")
        }
        return number.double
    }

    func optionalNumber(_ member: String) throws(BenchReportError) -> Double? {
        value?[member] == .null ? nil : try number(member)
    }

    private func missing(_ member: String, _ expected: String) -> BenchReportError {
        BenchReportError("\(name).\(member) is missing or of another kind, expected \(expected)")
    }
}
