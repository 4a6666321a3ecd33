internal import MeshModel

/// A check of a mesh: a pure function of the context.
protocol LintRule: Sendable {
    /// The description of the rule.
    var about: RuleDescription { get }

    /// Returns all findings, in any order.
    func findings(in context: LintContext) -> [Finding]
}

extension LintRule {
    /// Returns a finding about an object, by default with the rule's severity.
    func finding(
        _ message: String,
        _ object: ObjectReference,
        _ severity: Severity? = nil,
        places: [Finding.Place] = [],
        key: String = ""
    ) -> Finding {
        Finding(
            code: about.code,
            severity: severity ?? about.severity,
            message: message,
            object: object,
            location: object.location,
            places: places,
            key: key
        )
    }
}
