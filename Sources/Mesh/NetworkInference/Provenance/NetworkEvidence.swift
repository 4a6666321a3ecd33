public import MeshModel

/// The result of one rule for the network of one endpoint.
public struct NetworkEvidence: Hashable, Sendable {
    /// The status of a evidence.
    public enum Status: String, Hashable, Sendable {
        /// It decides.
        case decides
        /// A rule with precedence has decided.
        case outranked
        /// The rule has no result for the endpoint.
        case silent
        /// The rule set does not apply the rule to such endpoints.
        case doesNotCount = "does-not-count"
    }

    /// The rule.
    public let rule: InferenceRule
    /// The network, or `nil` without a result.
    public let network: NetworkID?
    /// The object with the evidence.
    public let object: ObjectReference?
    /// The status.
    public let status: Status
}
