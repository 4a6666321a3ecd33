internal import MeshExplanation
internal import MeshLint
internal import MeshModel
internal import TextFormats

extension UpgradeReport {
    /// The report as findings of one rule for each difference, for the formats of the linter.
    var lintReport: LintReport {
        LintReport(
            rules: groups.map(\.rule),
            findings: groups.flatMap { group in
                group.objects.map { object in
                    Finding(
                        code: group.step.difference.rawValue,
                        severity: .warning,
                        message: "\(CountText.of(group.findings.count, "answer")) change from \(from) to \(to): "
                            + group.step.difference.title,
                        object: object,
                        location: object.location
                    )
                }
            }
        )
    }
}

extension UpgradeReport.Group {
    fileprivate var rule: RuleDescription {
        let change = step.difference.change
        return RuleDescription(
            code: step.difference.rawValue,
            severity: .warning,
            title: step.difference.title,
            why: change.map { "istiod answers differently since \($0.release) (istio \($0.issue))." }
                ?? "The two rule sets differ.",
            fix: change.map { "To keep the old answer, \($0.remedy)." } ?? "See the page about rule sets.",
            example: "--semantics standard,\(step.difference.rawValue)=\(step.from)"
        )
    }
}
