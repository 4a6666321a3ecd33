/// By which rules golden files were recorded: the rule set, and what is switched on beyond the ordinary.
public struct GoldenRules: Hashable, Comparable, Sendable {
    /// The rule set as it is given to `--semantics`.
    public var ruleSet: String
    /// The switches in the form of the command line without dashes, such as `ambient` and `mcs=host`; ascending.
    public var features: [String]

    /// Makes rules.
    public init(ruleSet: String, features: [String] = []) {
        self.ruleSet = ruleSet
        self.features = features.sorted()
    }

    /// The folder of files that were recorded by these rules.
    public var folder: String { GoldenName.encode(([ruleSet] + features).joined(separator: "+"), keeping: "+=,") }

    /// The arguments that choose these rules.
    public var arguments: String {
        let semantics = ruleSet == "standard" ? [] : ["--semantics \(ruleSet)"]
        return (semantics + features.map { "--" + $0.split(separator: "=").joined(separator: " ") })
            .joined(separator: " ")
    }

    /// Orders by the rule set, then by the switches.
    public static func < (left: GoldenRules, right: GoldenRules) -> Bool {
        left.ruleSet == right.ruleSet
            ? left.features.lexicographicallyPrecedes(right.features) : left.ruleSet < right.ruleSet
    }
}
