internal import MeshModel

/// For build servers: JUnit's XML, one suite a rule that ran, one case a finding.
///
/// Findings below the failing severity are cases that passed, with their text as output.
public struct JUnitRenderer: LintRenderer {
    private let failing: Severity?

    /// Makes a renderer.
    ///
    /// - Parameter failing: the least severity that fails; nil when nothing does.
    public init(failing: Severity?) { self.failing = failing }

    /// The suites; a rule without findings is a suite with one case that passed.
    public func text(_ report: LintReport) -> String {
        let byCode = Dictionary(grouping: report.findings, by: \.code)
        let suppressed = Dictionary(grouping: report.suppressed, by: \.finding.code)
        var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
        let failures = report.findings.count(where: isFailure)
        let total = report.rules.reduce(0) { sum, rule in
            sum + max(1, (byCode[rule.code]?.count ?? 0) + (suppressed[rule.code]?.count ?? 0))
        }
        let skipped = report.suppressed.count
        lines.append(
            #"<testsuites name="eds-translator lint" tests="\#(total)" failures="\#(failures)" errors="0" skipped="\#(skipped)">"#
        )
        for rule in report.rules { lines += suite(rule, byCode[rule.code] ?? [], suppressed[rule.code] ?? []) }
        return lines.joined(separator: "\n") + "\n</testsuites>\n"
    }

    private func isFailure(_ finding: Finding) -> Bool { failing.map { finding.severity >= $0 } ?? false }

    private func suite(
        _ rule: RuleDescription,
        _ findings: [Finding],
        _ suppressed: [LintReport.Suppressed]
    ) -> [String] {
        let failures = findings.count(where: isFailure)
        let count = max(1, findings.count + suppressed.count)
        let name = XMLText.attribute("\(rule.code) \(rule.title)")
        var lines = [
            #"  <testsuite name="\#(name)" tests="\#(count)" failures="\#(failures)" errors="0" skipped="\#(suppressed.count)">"#
        ]
        if findings.isEmpty, suppressed.isEmpty {
            lines.append(#"    <testcase classname="\#(rule.code)" name="no findings"/>"#)
        }
        for finding in findings {
            lines.append(header(finding))
            let text = XMLText.content(Self.details(finding, rule))
            if isFailure(finding) {
                let message = XMLText.attribute(finding.message)
                lines.append(
                    #"      <failure type="\#(finding.severity.rawValue)" message="\#(message)">\#(text)</failure>"#
                )
            } else {
                lines.append("      <system-out>\(text)</system-out>")
            }
            lines.append("    </testcase>")
        }
        for item in suppressed {
            let reason = XMLText.attribute(item.reason.isEmpty ? "suppressed" : item.reason)
            lines += [header(item.finding), #"      <skipped message="\#(reason)"/>"#, "    </testcase>"]
        }
        return lines + ["  </testsuite>"]
    }

    private func header(_ finding: Finding) -> String {
        let place = finding.location.line == 0 ? finding.location.file : finding.location.description
        let name = [finding.objectName, place].filter { !$0.isEmpty }.joined(separator: " at ")
        let file = #"file="\#(XMLText.attribute(finding.location.file))""#
        let line = finding.location.line == 0 ? "" : #" line="\#(finding.location.line)""#
        return #"    <testcase classname="\#(finding.code)" name="\#(XMLText.attribute(name))" \#(file)\#(line)>"#
    }

    private static func details(_ finding: Finding, _ rule: RuleDescription) -> String {
        let others = finding.places.map { "see: \($0.text) (\($0.location))" }
        return
            (["\(finding.location): \(finding.severity.rawValue): \(finding.message)"] + others + [
                "why: \(rule.why)", "fix: \(rule.fix)",
            ]).joined(separator: "\n")
    }
}
