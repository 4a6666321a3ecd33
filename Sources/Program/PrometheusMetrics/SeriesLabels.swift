/// The labels of a series, ascending by name; names are unique.
struct SeriesLabels: Hashable, Comparable, Sendable {
    /// The replacement of values if there are too many.
    static let overflow = "other"

    let pairs: [Pair]

    struct Pair: Hashable, Sendable {
        let name: String
        let value: String
    }

    /// Makes labels from pairs: names are made valid, and of equal names the last counts.
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

    /// Returns the labels with one more at the end; the text format requires no order.
    func adding(_ name: String, _ value: String) -> SeriesLabels {
        SeriesLabels(pairs: pairs + [Pair(name: name, value: value)])
    }

    static func < (one: SeriesLabels, other: SeriesLabels) -> Bool {
        for (mine, theirs) in zip(one.pairs, other.pairs) where mine != theirs {
            return (mine.name, mine.value) < (theirs.name, theirs.value)
        }
        return one.pairs.count < other.pairs.count
    }

    /// Returns a valid name: `[a-zA-Z_][a-zA-Z0-9_]*`, with colons allowed for metrics.
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
