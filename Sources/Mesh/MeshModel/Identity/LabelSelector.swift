/// A Kubernetes label selector, whose parts must all match.
public struct LabelSelector: Hashable, Sendable {
    /// The operator of an expression.
    public enum Operator: String, Hashable, Sendable, CaseIterable {
        /// The label has one of the values.
        case isIn = "In"
        /// The label is absent or has none of the values.
        case isNotIn = "NotIn"
        /// The label exists.
        case exists = "Exists"
        /// The label does not exist.
        case doesNotExist = "DoesNotExist"
    }

    /// One expression.
    public struct Expression: Hashable, Sendable {
        /// The label's key.
        public let key: String
        /// The operator.
        public let `operator`: Operator
        /// The values, for operators with values.
        public let values: [String]

        /// Makes an expression.
        public init(key: String, operator: Operator, values: [String] = []) {
            self.key = key
            self.operator = `operator`
            self.values = values
        }
    }

    /// Labels that must have these values.
    public var matchLabels: Labels
    /// Expressions that must match.
    public var expressions: [Expression]

    /// Makes a selector; the empty one selects everything.
    public init(matchLabels: Labels = [:], expressions: [Expression] = []) {
        self.matchLabels = matchLabels
        self.expressions = expressions
    }

    /// Returns a Boolean value that indicates whether the selector matches labels.
    public func matches(_ labels: Labels) -> Bool {
        labels.contains(matchLabels)
            && expressions.allSatisfy { expression in
                let value = labels[expression.key]
                return switch expression.operator {
                case .isIn: value.map(expression.values.contains) ?? false
                case .isNotIn: !(value.map(expression.values.contains) ?? false)
                case .exists: value != nil
                case .doesNotExist: value == nil
                }
            }
    }
}
