/// The rules of golden files: the rule set, and the optional features that are enabled.
public struct GoldenRules: Hashable, Comparable, Sendable {
    /// The rule set, as for `--semantics`.
    public var ruleSet: String
    /// The features in the form of the command line without dashes, such as `ambient` and `mcs=host`; ascending.
    public var features: [String]

    /// Makes rules.
    public init(ruleSet: String, features: [String] = []) {
        self.ruleSet = ruleSet
        self.features = features.sorted()
    }

    /// The folder of files recorded with these rules.
    public var folder: String { GoldenName.encode(([ruleSet] + features).joined(separator: "+"), keeping: "+=,") }

    /// The command-line arguments for these rules.
    public var arguments: String {
        let semantics = ruleSet == "standard" ? [] : ["--semantics \(ruleSet)"]
        return (semantics + features.map { "--" + $0.split(separator: "=").joined(separator: " ") })
            .joined(separator: " ")
    }

    /// Orders by the rule set, then by the features.
    public static func < (left: GoldenRules, right: GoldenRules) -> Bool {
        left.ruleSet == right.ruleSet
            ? left.features.lexicographicallyPrecedes(right.features) : left.ruleSet < right.ruleSet
    }
}
