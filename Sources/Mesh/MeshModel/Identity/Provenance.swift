/// Why a conclusion was drawn: the rule and the object that decided.
public struct Provenance: Hashable, Sendable, CustomStringConvertible {
    /// The rule.
    public let rule: InferenceRule
    /// What kind of object decided, and its name; nil where nothing decided.
    public let object: ObjectReference?

    /// Makes a provenance.
    public init(rule: InferenceRule, object: ObjectReference?) {
        self.rule = rule
        self.object = object
    }

    /// `rule: object (file:line)`.
    public var description: String {
        guard let object else { return rule.rawValue }
        return "\(rule.rawValue): \(object)"
    }
}
