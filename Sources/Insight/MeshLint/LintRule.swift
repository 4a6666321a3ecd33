internal import MeshModel

/// One check of a mesh: a pure function of what the context knows.
protocol LintRule: Sendable {
    /// What the rule is about.
    var about: RuleDescription { get }

    /// Everything that it finds, in any order.
    func findings(in context: LintContext) -> [Finding]
}

extension LintRule {
    /// A finding of the rule about an object; of the rule's severity unless it matters less.
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
