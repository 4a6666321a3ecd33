internal import MeshModel
internal import MeshSources

/// Runs rules over a mesh.
public struct Linter: Sendable {
    /// The descriptions of all rules, ascending by code.
    public static let rules: [RuleDescription] =
        LintRules.mesh.map(\.about) + InputFindings.rules + [unusedSuppression]

    private static let unusedSuppression = RuleDescription(
        code: "SH910",
        severity: .warning,
        title: "a suppression of lint.yaml matches no finding",
        why:
            "The finding is gone, or the pattern never matched; if it stays, it hides the next finding of its kind.",
        fix: "Remove the entry, or correct its pattern.",
        example: """
            suppress: [{rule: SH015, object: MeshNetworks wset, reason: one gateway is enough there}]
            """
    )

    /// The codes of the rules to run, or `nil` for all rules.
    public var only: Set<String>?
    /// The suppressions.
    public var suppressions: [Suppression]

    /// Makes a linter of all rules.
    public init(only: Set<String>? = nil, suppressions: [Suppression] = []) {
        self.only = only
        self.suppressions = suppressions
    }

    /// Returns a Boolean value that indicates whether a rule with the code exists.
    public static func isRule(_ code: String) -> Bool { rules.contains { $0.code == code } }

    /// Runs the rules over a mesh and returns their findings.
    ///
    /// The report does not depend on the order in which files or objects were read.
    public func report(on context: LintContext) -> LintReport {
        var findings = InputFindings.findings(of: context.mesh.problems).filter { isWanted($0.code) }
        for rule in LintRules.mesh where isWanted(rule.about.code) { findings += rule.findings(in: context) }
        var isUsed = [Bool](repeating: false, count: suppressions.count)
        var kept: [Finding] = []
        var suppressed: [LintReport.Suppressed] = []
        for finding in findings {
            let fitting = suppressions.indices.filter {
                suppressions[$0].accepts(finding, pathPrefix: context.pathPrefix)
            }
            for index in fitting { isUsed[index] = true }
            if let first = fitting.first {
                suppressed.append(LintReport.Suppressed(finding: finding, reason: suppressions[first].reason))
            } else {
                kept.append(finding)
            }
        }
        kept += unused(isUsed)
        return LintReport(
            rules: Self.rules.filter { isWanted($0.code) },
            findings: kept.sorted(),
            suppressed: suppressed.sorted { $0.finding < $1.finding }
        )
    }

    private func isWanted(_ code: String) -> Bool { only?.contains(code) ?? true }

    private func unused(_ isUsed: [Bool]) -> [Finding] {
        guard isWanted(Self.unusedSuppression.code) else { return [] }
        return zip(suppressions, isUsed).compactMap { suppression, isUsed in
            // A rule that did not run cannot have used it.
            guard !isUsed, isWanted(suppression.code), let location = suppression.location else { return nil }
            return Finding(
                code: Self.unusedSuppression.code,
                severity: Self.unusedSuppression.severity,
                message: "the suppression of \(suppression.code) matches no finding",
                object: nil,
                location: location,
                key: suppression.code
            )
        }
    }
}
