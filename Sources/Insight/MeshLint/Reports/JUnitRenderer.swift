internal import MeshModel
internal import TextFormats

/// Writes JUnit XML: one suite per rule that ran, one case per finding.
///
/// Findings below the failing severity are passed cases with the finding as output.
public struct JUnitRenderer: LintRenderer {
    private let failing: Severity?

    /// Makes a renderer.
    ///
    /// - Parameter failing: the lowest severity that fails, or `nil` if none does.
    public init(failing: Severity?) { self.failing = failing }

    /// Returns the suites; a rule without findings is a suite with one passed case.
    public func text(_ report: LintReport) -> String {
        let byCode = Dictionary(grouping: report.findings, by: \.code)
        let suppressed = Dictionary(grouping: report.suppressed, by: \.finding.code)
        let suites = report.rules.map { rule in
            suite(rule, byCode[rule.code] ?? [], suppressed[rule.code] ?? [])
        }
        return JUnitDocument(name: "eds-translator lint", suites: suites, countsSkipped: true).text
    }

    private func suite(
        _ rule: RuleDescription,
        _ findings: [Finding],
        _ suppressed: [LintReport.Suppressed]
    ) -> JUnitDocument.Suite {
        var cases = findings.map { test($0, outcome($0, rule)) }
        cases += suppressed.map { item in
            test(item.finding, .skipped(reason: item.reason.isEmpty ? "suppressed" : item.reason))
        }
        if cases.isEmpty {
            cases = [.init(className: rule.code, name: "no findings", outcome: .passed())]
        }
        return JUnitDocument.Suite(name: "\(rule.code) \(rule.title)", cases: cases)
    }

    private func outcome(_ finding: Finding, _ rule: RuleDescription) -> JUnitDocument.Case.Outcome {
        let text = Self.details(finding, rule)
        guard let failing, finding.severity >= failing else { return .passed(output: text) }
        return .failed(type: finding.severity.rawValue, message: finding.message, text: text)
    }

    private func test(_ finding: Finding, _ outcome: JUnitDocument.Case.Outcome) -> JUnitDocument.Case {
        let hasLine = finding.location.line != 0
        let place = hasLine ? finding.location.description : finding.location.file
        return JUnitDocument.Case(
            className: finding.code,
            name: [finding.objectName, place].filter { !$0.isEmpty }.joined(separator: " at "),
            file: finding.location.file,
            line: hasLine ? finding.location.line : nil,
            outcome: outcome
        )
    }

    private static func details(_ finding: Finding, _ rule: RuleDescription) -> String {
        let others = finding.places.map { "see: \($0.text) (\($0.location))" }
        return
            (["\(finding.location): \(finding.severity.rawValue): \(finding.message)"] + others + [
                "why: \(rule.why)", "fix: \(rule.fix)",
            ]).joined(separator: "\n")
    }
}
