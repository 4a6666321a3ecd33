/// A Kubernetes label selector: all of its parts must hold.
public struct LabelSelector: Hashable, Sendable {
    /// What an expression asks of a label.
    public enum Operator: String, Hashable, Sendable, CaseIterable {
        /// The label has one of the values.
        case isIn = "In"
        /// The label is absent or has none of the values.
        case isNotIn = "NotIn"
        /// The label is there.
        case exists = "Exists"
        /// The label is not there.
        case doesNotExist = "DoesNotExist"
    }

    /// One expression.
    public struct Expression: Hashable, Sendable {
        /// The label's key.
        public let key: String
        /// What is asked.
        public let `operator`: Operator
        /// The values, for those operators that have any.
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
    /// Expressions that must hold.
    public var expressions: [Expression]

    /// Makes a selector; the empty one selects everything.
    public init(matchLabels: Labels = [:], expressions: [Expression] = []) {
        self.matchLabels = matchLabels
        self.expressions = expressions
    }

    /// Whether the labels are selected.
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
