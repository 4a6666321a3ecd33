/// The options of a comparison.
public struct ComparisonOptions: Sendable {
    /// A Boolean value that indicates whether weights are compared exactly; otherwise a common factor of all weights is
    /// ignored.
    public var exactWeights: Bool
    /// The fields to ignore.
    public var ignored: Set<ComparedField>
    /// The only clusters to compare; empty for all.
    public var clusters: Set<String>

    /// Makes options.
    public init(exactWeights: Bool = false, ignored: Set<ComparedField> = [], clusters: Set<String> = []) {
        self.exactWeights = exactWeights
        self.ignored = ignored
        self.clusters = clusters
    }
}
