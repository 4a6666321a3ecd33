internal import MeshModel
internal import TextFormats

/// Writes the human-readable report: findings by file; reason and remedy at the first finding of each rule.
public struct TextRenderer: LintRenderer {
    /// A Boolean value that indicates whether severities are coloured.
    public var color: Bool

    /// Makes a renderer.
    public init(color: Bool = false) { self.color = color }

    /// Returns the lines of the report.
    public func text(_ report: LintReport) -> String {
        var lines: [String] = []
        var explained: Set<String> = []
        var file: String?
        for finding in report.findings {
            if finding.location.file != file {
                if file != nil { lines.append("") }
                file = finding.location.file
                lines.append(styled(PlainText.printable(finding.location.file), "1"))
            }
            lines += block(finding)
            guard explained.insert(finding.code).inserted, let rule = report.rule(of: finding) else { continue }
            lines += wrapped(rule.why, after: "why:") + wrapped(rule.fix, after: "fix:")
        }
        if !report.findings.isEmpty { lines.append("") }
        lines.append(report.summary)
        return lines.joined(separator: "\n") + "\n"
    }

    private func block(_ finding: Finding) -> [String] {
        let place = finding.location.line == 0 ? "-" : "\(finding.location.line):\(finding.location.column)"
        let severity = styled(finding.severity.rawValue, Self.style(of: finding.severity))
        var lines = ["  \(place) \(severity) \(finding.code) \(PlainText.printable(finding.message))"]
        if finding.object != nil { lines.append("      in:  \(PlainText.printable(finding.objectName))") }
        for other in finding.places {
            lines.append(
                "      see: \(PlainText.printable(other.text)) (\(PlainText.printable(other.location.description)))"
            )
        }
        return lines
    }

    private func wrapped(_ text: String, after label: String) -> [String] {
        var lines: [String] = []
        var line = "      \(label)"
        for word in text.split(separator: " ") {
            if line.count + word.count + 1 > 110 {
                lines.append(line)
                line = "          "
            }
            line += " \(word)"
        }
        return lines + [line]
    }

    private static func style(of severity: Severity) -> String {
        switch severity {
        case .error: "31"
        case .warning: "33"
        case .info: "36"
        }
    }

    private func styled(_ text: String, _ style: String) -> String {
        color ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
    }
}
