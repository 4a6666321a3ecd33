/// The labels of a series, ascending by name; no name twice.
struct SeriesLabels: Hashable, Comparable, Sendable {
    /// What takes the place of values when there are too many of them.
    static let overflow = "other"

    let pairs: [Pair]

    struct Pair: Hashable, Sendable {
        let name: String
        let value: String
    }

    /// Takes labels as they come: names are made valid, and of equal ones the last counts.
    init(_ dimensions: [(String, String)]) {
        var values: [String: String] = [:]
        for (name, value) in dimensions { values[Self.valid(name)] = value }
        pairs = values.sorted { $0.key < $1.key }.map { Pair(name: $0.key, value: $0.value) }
    }

    private init(pairs: [Pair]) { self.pairs = pairs }

    /// The same labels with every value replaced.
    var overflowing: SeriesLabels {
        SeriesLabels(pairs: pairs.map { Pair(name: $0.name, value: Self.overflow) })
    }

    /// The labels with one more behind them; the text format does not ask for an order.
    func adding(_ name: String, _ value: String) -> SeriesLabels {
        SeriesLabels(pairs: pairs + [Pair(name: name, value: value)])
    }

    static func < (one: SeriesLabels, other: SeriesLabels) -> Bool {
        for (mine, theirs) in zip(one.pairs, other.pairs) where mine != theirs {
            return (mine.name, mine.value) < (theirs.name, theirs.value)
        }
        return one.pairs.count < other.pairs.count
    }

    /// A name of `[a-zA-Z_][a-zA-Z0-9_]*`, and with colons that of a metric.
    static func valid(_ name: String, allowsColons: Bool = false) -> String {
        var valid = ""
        for scalar in name.unicodeScalars {
            let isDigit = ("0"..."9").contains(scalar)
            let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
            if isDigit && valid.isEmpty { valid += "_" }
            if isDigit || isLetter || (allowsColons && scalar == ":") {
                valid.unicodeScalars.append(scalar)
            } else {
                valid += "_"
            }
        }
        return valid.isEmpty ? "_" : valid
    }
}
