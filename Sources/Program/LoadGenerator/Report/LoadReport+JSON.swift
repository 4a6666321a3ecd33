internal import TextFormats

extension LoadReport {
    private static let format = "eds-translator-load/1"

    /// The report as JSON text, complete: ``init(json:)`` restores it.
    public var json: String {
        func member(_ name: String, _ value: JSONValue) -> JSONValue.Member { JSONValue.Member(name, value) }
        func integer(_ value: some BinaryInteger) -> JSONValue { .number(JSONNumber(value)) }
        let document: JSONValue = .object([
            member("format", .string(Self.format)), member("program", .string(program)),
            member("startedAt", integer(startedAt)),
            member("plan", .object(plan.map { member($0.name, .string($0.value)) })),
            member(
                "host",
                .object([
                    member("system", .string(host.system)), member("processors", integer(host.processors)),
                    member("debugBuild", .bool(host.isDebugBuild)),
                ])
            ),
            member("measuredNanoseconds", integer(measuredTime)),
            member("counters", .object(Counter.allCases.map { member($0.rawValue, integer(self[$0])) })),
            member("latencies", .object(Latency.allCases.map { member($0.rawValue, Self.json(self[$0])) })),
            member("server", server.map(Self.json) ?? .null), member("clients", Self.json(generator)),
            member("remarks", .array(remarks.map { .string($0) })),
        ])
        return document.text(pretty: true) + "\n"
    }

    /// The figures are informative; only the buckets count.
    private static func json(_ histogram: LatencyHistogram) -> JSONValue {
        var members = [JSONValue.Member("count", .number(JSONNumber(histogram.count)))]
        for column in Percentile.columns {
            guard let value = column.nanoseconds(of: histogram) else { continue }
            members.append(JSONValue.Member("\(column.name)Microseconds", .number(JSONNumber(value / 1_000))))
        }
        let buckets = histogram.buckets.map { bucket -> JSONValue in
            .array([.number(JSONNumber(bucket.microseconds)), .number(JSONNumber(bucket.count))])
        }
        members.append(JSONValue.Member("buckets", .array(buckets)))
        return .object(members)
    }

    private static func json(_ usage: ProcessUsage) -> JSONValue {
        let samples = usage.samples.map { sample -> JSONValue in
            .array([
                .number(JSONNumber(sample.time)), .number(JSONNumber(sample.processorTime)),
                .number(JSONNumber(sample.residentBytes)),
            ])
        }
        return .object([JSONValue.Member("samples", .array(samples))])
    }

    /// Reads a report that ``json`` wrote.
    ///
    /// - Throws: ``LoadError`` with code `result`.
    public init(json text: String) throws(LoadError) {
        var limits = JSONLimits()
        limits.bytes = 256 << 20
        limits.values = 64 << 20
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: text, limits: limits)
        } catch {
            throw LoadError(.result, error.message, cause: error)
        }
        guard document["format"] == .string(Self.format) else {
            throw LoadError(.result, "expected a result of format \(Self.format)")
        }
        let reader = ResultReader()
        program = reader.text(document["program"])
        startedAt = try reader.integer(document["startedAt"], "startedAt")
        plan = try reader.members(document["plan"], "plan").map { ($0.name, reader.text($0.value)) }
        host = HostDescription(
            system: reader.text(document["host"]?["system"]),
            processors: try reader.integer(document["host"]?["processors"], "host.processors"),
            isDebugBuild: document["host"]?["debugBuild"] == .bool(true)
        )
        measuredTime = try reader.integer(document["measuredNanoseconds"], "measuredNanoseconds")
        counters = [:]
        for member in try reader.members(document["counters"], "counters") {
            guard let counter = Counter(rawValue: member.name) else { continue }
            counters[counter] = try reader.integer(member.value, member.name)
        }
        latencies = [:]
        for member in try reader.members(document["latencies"], "latencies") {
            guard let latency = Latency(rawValue: member.name) else { continue }
            latencies[latency] = try reader.histogram(member.value, member.name)
        }
        server = document["server"] == .null ? nil : try reader.usage(document["server"], "server")
        generator = try reader.usage(document["clients"], "clients")
        remarks = try reader.elements(document["remarks"], "remarks").map { reader.text($0) }
    }
}

/// Reads parts of a result and reports the first wrong one.
private struct ResultReader {
    func members(_ value: JSONValue?, _ name: String) throws(LoadError) -> [JSONValue.Member] {
        guard case .object(let members)? = value else { throw missing(name, "an object") }
        return members
    }

    func elements(_ value: JSONValue?, _ name: String) throws(LoadError) -> [JSONValue] {
        guard case .array(let elements)? = value else { throw missing(name, "a list") }
        return elements
    }

    func integer<Value: FixedWidthInteger>(_ value: JSONValue?, _ name: String) throws(LoadError) -> Value {
        guard case .number(let number)? = value, let integer = number.integer(as: Value.self) else {
            throw missing(name, "a whole number")
        }
        return integer
    }

    func text(_ value: JSONValue?) -> String {
        guard case .string(let text)? = value else { return "" }
        return text
    }

    func histogram(_ value: JSONValue, _ name: String) throws(LoadError) -> LatencyHistogram {
        var buckets: [(microseconds: UInt64, count: UInt64)] = []
        for element in try elements(value["buckets"], "\(name).buckets") {
            let pair = try elements(element, "\(name).buckets")
            guard pair.count == 2 else { throw missing("\(name).buckets", "pairs") }
            buckets.append((try integer(pair[0], "\(name).buckets"), try integer(pair[1], "\(name).buckets")))
        }
        return LatencyHistogram(buckets: buckets)
    }

    func usage(_ value: JSONValue?, _ name: String) throws(LoadError) -> ProcessUsage {
        var samples: [ProcessSample] = []
        for element in try elements(value?["samples"], "\(name).samples") {
            let parts = try elements(element, "\(name).samples")
            guard parts.count == 3 else { throw missing("\(name).samples", "triples") }
            samples.append(
                ProcessSample(
                    time: try integer(parts[0], name),
                    processorTime: try integer(parts[1], name),
                    residentBytes: try integer(parts[2], name)
                )
            )
        }
        return ProcessUsage(samples: samples)
    }

    private func missing(_ name: String, _ expected: String) -> LoadError {
        LoadError(.result, "\(name) is missing or of another kind, expected \(expected)")
    }
}
