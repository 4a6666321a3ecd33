/// A requirement on the figures of a run, such as `change_to_ack_p99<50ms` or `nacks==0`.
public struct Requirement: Hashable, Sendable, CustomStringConvertible {
    private enum Metric: Hashable {
        case latency(Latency, Percentile)
        case counter(Counter)
        case serverCores
        case serverMemory
    }

    private enum Comparison: String, CaseIterable {
        // Longer operators first, so that `<=` is not parsed as `<`.
        case atMost = "<="
        case atLeast = ">="
        case equal = "=="
        case below = "<"
        case above = ">"
    }

    /// The verdict on one run.
    public struct Verdict: Hashable, Sendable {
        /// A Boolean value that indicates whether the requirement is met; a figure that the run does not have meets
        /// nothing.
        public let isMet: Bool
        /// The human-readable figure.
        public let actual: String
    }

    /// The text form, as parsed.
    public let description: String
    private let metric: Metric
    private let comparison: Comparison
    private let bound: Double

    /// Parses a requirement.
    ///
    /// The metric is a latency and a figure of it (`connect_to_first`, `change_to_receipt`, `change_to_ack`, `fan_out`,
    /// `change_lag`, `spread` with `_min`, `_mean`, `_p50`, `_p99.9`, `_max`), a count such as `stalls`,
    /// `server_cores`, or
    /// `server_memory`.
    ///
    /// - Throws: ``LoadError`` with code `option`.
    public init(parsing text: String) throws(LoadError) {
        let compact = String(text.filter { $0 != " " })
        guard let (left, comparison, right) = Self.split(compact), let metric = Self.metric(left) else {
            throw LoadError(
                .option,
                "invalid requirement \"\(text)\": expected for example change_to_ack_p99<50ms or nacks==0"
            )
        }
        description = compact
        self.metric = metric
        self.comparison = comparison
        bound = try Self.bound(right, for: metric)
    }

    /// Checks a run.
    public func verdict(on report: LoadReport) -> Verdict {
        guard let value = value(in: report) else { return Verdict(isMet: false, actual: "not measured") }
        let isMet =
            switch comparison {
            case .atMost: value <= bound
            case .atLeast: value >= bound
            case .equal: value == bound
            case .below: value < bound
            case .above: value > bound
            }
        return Verdict(isMet: isMet, actual: text(of: value))
    }

    private func value(in report: LoadReport) -> Double? {
        switch metric {
        case .latency(let latency, let figure): figure.nanoseconds(of: report[latency]).map(Double.init)
        case .counter(let counter): Double(report[counter])
        case .serverCores: report.server?.cores
        case .serverMemory: report.server.map { Double($0.peakResidentBytes) }
        }
    }

    private func text(of value: Double) -> String {
        switch metric {
        case .latency: DurationText.text(nanoseconds: Int64(value))
        case .counter(let counter) where !counter.isBytes: "\(UInt64(value))"
        case .counter, .serverMemory: DecimalText.bytes(UInt64(value))
        case .serverCores: DecimalText.digits(3, of: value)
        }
    }

    private static func split(_ text: String) -> (Substring, Comparison, Substring)? {
        let first = text.firstIndex { "<>=".contains($0) }
        guard let first else { return nil }
        let rest = text[first...]
        guard let comparison = Comparison.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else { return nil }
        return (text[..<first], comparison, rest.dropFirst(comparison.rawValue.count))
    }

    private static func metric(_ name: Substring) -> Metric? {
        if name == "server_cores" { return .serverCores }
        if name == "server_memory" { return .serverMemory }
        if let counter = Counter(rawValue: String(name)) { return .counter(counter) }
        guard let underscore = name.lastIndex(of: "_"), let latency = Latency(rawValue: String(name[..<underscore])),
            let figure = Percentile(name[name.index(after: underscore)...])
        else { return nil }
        return .latency(latency, figure)
    }

    private static func bound(_ text: Substring, for metric: Metric) throws(LoadError) -> Double {
        switch metric {
        case .latency: return Double(try DurationText.nanoseconds(parsing: String(text)))
        case .counter(let counter) where !counter.isBytes:
            if let count = UInt64(text) { return Double(count) }
        case .counter, .serverMemory:
            if let bytes = bytes(text) { return bytes }
        case .serverCores:
            if let cores = Double(text), cores >= 0 { return cores }
        }
        throw LoadError(.option, "invalid bound \"\(text)\": expected for example 3 or, for bytes, 500MiB")
    }

    private static func bytes(_ text: Substring) -> Double? {
        let units: [(suffix: String, size: Double)] = [
            ("KiB", 1_024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("B", 1), ("", 1),
        ]
        guard let unit = units.first(where: { text.hasSuffix($0.suffix) }) else { return nil }
        guard let value = Double(text.dropLast(unit.suffix.count)), value >= 0 else { return nil }
        return value * unit.size
    }
}
