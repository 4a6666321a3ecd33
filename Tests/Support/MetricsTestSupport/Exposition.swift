/// A text in Prometheus' format 0.0.4 or in OpenMetrics 1.0, parsed strictly.
public struct Exposition: Sendable {
    /// An error with the number of the line.
    public struct Failure: Error, CustomStringConvertible {
        /// The error.
        public let description: String
    }

    /// One sample.
    public struct Sample: Hashable, Sendable {
        /// The name, with the suffix of its kind.
        public let name: String
        /// The labels by name.
        public let labels: [String: String]
        /// The value.
        public let value: Double
    }

    /// The samples of one `# TYPE`.
    public struct Family: Sendable {
        /// The name.
        public let name: String
        /// The help text, unparsed.
        public let help: String
        /// The type: counter, gauge or histogram.
        public var type = ""
        /// The samples in order.
        public var samples: [Sample] = []
    }

    /// The families by name.
    public private(set) var families: [String: Family] = [:]

    /// The names of the families in order.
    public private(set) var order: [String] = []

    /// Parses a text.
    public init(_ text: String, isOpenMetrics: Bool = false) throws {
        guard text.hasSuffix("\n") else { throw Failure(description: "the last line has no line end") }
        var lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)[...]
        if isOpenMetrics {
            guard lines.popLast() == "# EOF" else { throw Failure(description: "expected # EOF at the end") }
        }
        var current: String?
        for (number, line) in lines.enumerated() {
            do {
                try take(line, &current, isOpenMetrics)
            } catch let failure as Failure {
                throw Failure(description: "line \(number + 1): \(failure.description): \(line)")
            }
        }
        for name in order { try families[name]?.check() }
    }

    /// Returns the value of a series; nil if it does not exist.
    public func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        families.values.lazy.flatMap(\.samples).first { $0.name == name && $0.labels == labels }?.value
    }

    private mutating func take(_ line: Substring, _ current: inout String?, _ isOpenMetrics: Bool) throws {
        if line.hasPrefix("# HELP ") {
            let parts = line.dropFirst(7).split(separator: " ", maxSplits: 1)
            guard let name = parts.first.map(String.init), Self.isName(name) else {
                throw Failure(description: "no name")
            }
            guard families[name] == nil else { throw Failure(description: "duplicate family") }
            families[name] = Family(name: name, help: parts.count == 2 ? String(parts[1]) : "")
            order.append(name)
            current = name
        } else if line.hasPrefix("# TYPE ") {
            let parts = line.dropFirst(7).split(separator: " ")
            guard parts.count == 2, let name = current, parts[0] == name, families[name]?.type == "",
                ["counter", "gauge", "histogram"].contains(String(parts[1]))
            else { throw Failure(description: "the family has no type") }
            families[name]?.type = String(parts[1])
        } else {
            guard let name = current, let family = families[name], !family.type.isEmpty else {
                throw Failure(description: "a sample without a family")
            }
            var reader = SampleReader(line)
            let sample = try reader.sample()
            guard family.endings(isOpenMetrics).contains(where: { family.name + $0 == sample.name }) else {
                throw Failure(description: "the sample is not of the family \(family.name)")
            }
            let isTwice = family.samples.contains { $0.name == sample.name && $0.labels == sample.labels }
            guard !isTwice else { throw Failure(description: "duplicate series") }
            families[name]?.samples.append(sample)
        }
    }

    fileprivate static func isName(_ text: String, allowsColons: Bool = true) -> Bool {
        guard let first = text.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                || scalar == "_"
                || (allowsColons && scalar == ":")
        }
    }
}

extension Exposition.Family {
    fileprivate func endings(_ isOpenMetrics: Bool) -> [String] {
        switch type {
        case "counter": isOpenMetrics ? ["_total"] : [""]
        case "histogram": ["_bucket", "_count", "_sum"]
        default: [""]
        }
    }

    /// Checks the invariants of a family: counters that are not negative, and cumulative buckets.
    fileprivate func check() throws {
        guard !type.isEmpty, !samples.isEmpty else { throw Exposition.Failure(description: "\(name) has no samples") }
        if type == "counter", let sample = samples.first(where: { !($0.value >= 0) }) {
            throw Exposition.Failure(description: "\(sample) is a counter")
        }
        guard type == "histogram" else { return }
        let series = Dictionary(grouping: samples) { $0.labels.filter { $0.key != "le" } }
        for (labels, samples) in series {
            let buckets = samples.filter { $0.name == name + "_bucket" }
            let bounds = buckets.compactMap { $0.labels["le"].flatMap(Exposition.number) }
            guard bounds.count == buckets.count, bounds == bounds.sorted(), bounds.last == .infinity else {
                throw Exposition.Failure(description: "\(name)\(labels): bounds \(bounds)")
            }
            let counts = buckets.map(\.value)
            let total = samples.first { $0.name == name + "_count" }?.value
            guard counts == counts.sorted(), total != nil, counts.last == total,
                samples.contains(where: { $0.name == name + "_sum" })
            else {
                throw Exposition.Failure(
                    description: "\(name)\(labels): counts \(counts) of \(String(describing: total))"
                )
            }
        }
    }
}

extension Exposition {
    /// Parses a number in the syntax of the formats.
    static func number(_ text: some StringProtocol) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default: text.allSatisfy { "0123456789+-.eE".contains($0) } ? Double(text) : nil
        }
    }
}

/// A parser of a sample's line.
private struct SampleReader {
    private var rest: Substring

    init(_ line: Substring) { rest = line }

    mutating func sample() throws -> Exposition.Sample {
        let name = String(rest.prefix { $0 != "{" && $0 != " " })
        guard Exposition.isName(name) else { throw Exposition.Failure(description: "no name") }
        rest = rest.dropFirst(name.count)
        var labels: [String: String] = [:]
        if rest.first == "{" {
            repeat {
                rest.removeFirst()
                let label = String(rest.prefix { $0 != "=" })
                guard Exposition.isName(label, allowsColons: false) else {
                    throw Exposition.Failure(description: "no label")
                }
                rest = rest.dropFirst(label.count + 1)
                guard labels.updateValue(try quoted(), forKey: label) == nil else {
                    throw Exposition.Failure(description: "duplicate label")
                }
            } while rest.first == ","
            guard rest.popFirst() == "}" else { throw Exposition.Failure(description: "expected }") }
        }
        guard rest.popFirst() == " ", let value = Exposition.number(rest) else {
            throw Exposition.Failure(description: "no number")
        }
        return Exposition.Sample(name: name, labels: labels, value: value)
    }

    private mutating func quoted() throws -> String {
        guard rest.popFirst() == "\"" else { throw Exposition.Failure(description: "expected a quotation mark") }
        var text = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return text
            case "\\":
                switch rest.popFirst() {
                case "\\": text += "\\"
                case "n": text += "\n"
                case "\"": text += "\""
                default: throw Exposition.Failure(description: "no escape")
                }
            default: text.append(character)
            }
        }
        throw Exposition.Failure(description: "unterminated text")
    }
}
