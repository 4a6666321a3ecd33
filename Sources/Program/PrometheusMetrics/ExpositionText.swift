/// Writes metrics as text, line by line.
struct ExpositionText {
    /// The type of a family.
    enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    let format: ExpositionFormat
    private(set) var output = ""

    init(_ format: ExpositionFormat) { self.format = format }

    /// Begins a family; its lines follow.
    mutating func begin(_ family: String, _ kind: Kind, help: String) {
        // OpenMetrics names the family without the suffix of its samples.
        let name = format == .openMetrics && kind == .counter ? Self.withoutTotal(family) : family
        output += "# HELP \(name) \(escapedHelp(help))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// Writes one sample.
    mutating func sample(_ name: String, _ labels: SeriesLabels, _ value: String) {
        output += name
        if !labels.pairs.isEmpty {
            let pairs = labels.pairs.map { "\($0.name)=\"\(Self.escapedValue($0.value))\"" }
            output += "{\(pairs.joined(separator: ","))}"
        }
        output += " \(value)\n"
    }

    /// Writes a counter, whose name must end in `_total` in OpenMetrics.
    mutating func counter(_ family: String, _ labels: SeriesLabels, _ value: String) {
        sample(format == .openMetrics ? Self.withoutTotal(family) + "_total" : family, labels, value)
    }

    /// Ends the text.
    mutating func end() {
        if format == .openMetrics { output += "# EOF\n" }
    }

    private static func withoutTotal(_ name: String) -> String {
        name.hasSuffix("_total") ? String(name.dropLast("_total".count)) : name
    }

    private func escapedHelp(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "\\": escaped += "\\\\"
            case "\n", "\r\n", "\r": escaped += "\\n"
            case "\"" where format == .openMetrics: escaped += "\\\""
            default: escaped.append(character)
            }
        }
    }

    static func escapedValue(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"": escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }

    /// Returns a number as both formats write it.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
        guard value == value.rounded(), abs(value) < 1e15 else { return "\(value)" }
        return "\(Int64(value))"
    }
}
