public import MeshModel

/// What one rule says about the network of one endpoint.
public struct NetworkStatement: Hashable, Sendable {
    /// What becomes of a statement.
    public enum Standing: String, Hashable, Sendable {
        /// It decides.
        case decides
        /// A rule that goes before it has decided.
        case outranked
        /// The rule says nothing about the endpoint.
        case silent
        /// The rule set does not ask the rule about such endpoints.
        case doesNotCount = "does-not-count"
    }

    /// The rule.
    public let rule: InferenceRule
    /// The network that it gives; nil when it says nothing.
    public let network: NetworkID?
    /// The object that says so.
    public let object: ObjectReference?
    /// What becomes of it.
    public let standing: Standing
}
