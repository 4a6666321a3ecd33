/// What counts as a difference.
public struct ComparisonOptions: Sendable {
    /// Whether weights are compared as they are; else a factor that all of them have in common makes no difference.
    public var exactWeights: Bool
    /// Fields that are not looked at.
    public var ignored: Set<ComparedField>
    /// The only clusters that are looked at; empty for all.
    public var clusters: Set<String>

    /// Makes options.
    public init(exactWeights: Bool = false, ignored: Set<ComparedField> = [], clusters: Set<String> = []) {
        self.exactWeights = exactWeights
        self.ignored = ignored
        self.clusters = clusters
    }
}
