/// The settings of LEAST_REQUEST.
public struct LeastRequestSettings: Hashable, Sendable {
    /// `active_request_bias`: how much requests in flight lessen a host's weight, 0 for not at all.
    public var activeRequestBias: Double
    /// `choice_count`: among how many hosts the least busy is chosen where weights are equal.
    public var choiceCount: Int
    /// A Boolean value that indicates whether all hosts are compared if their weights are equal (`selection_method:
    /// FULL_SCAN`).
    public var scansAll: Bool

    /// Creates settings; the defaults are Envoy's.
    public init(activeRequestBias: Double = 1, choiceCount: Int = 2, scansAll: Bool = false) {
        self.activeRequestBias = activeRequestBias
        self.choiceCount = choiceCount
        self.scansAll = scansAll
    }
}
