/// The provenance of a conclusion: the rule and the object that decided.
public struct Provenance: Hashable, Sendable, CustomStringConvertible {
    /// The rule.
    public let rule: InferenceRule
    /// The object that decided, or `nil` if none did.
    public let object: ObjectReference?

    /// Makes a provenance.
    public init(rule: InferenceRule, object: ObjectReference?) {
        self.rule = rule
        self.object = object
    }

    /// The text `rule: object (file:line)`.
    public var description: String {
        guard let object else { return rule.rawValue }
        return "\(rule.rawValue): \(object)"
    }
}
