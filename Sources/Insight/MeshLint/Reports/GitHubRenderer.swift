internal import MeshModel
internal import TextFormats

/// Writes workflow commands for GitHub Actions, one per finding, shown beside the changed line.
public struct GitHubRenderer: LintRenderer {
    /// Makes a renderer.
    public init() {}

    /// Returns lines of the form `::error file=,line=,col=,title=::message`.
    public func text(_ report: LintReport) -> String {
        report.findings.map { line($0, report) + "\n" }.joined()
    }

    private func line(_ finding: Finding, _ report: LintReport) -> String {
        var properties = [("file", RepositoryPath.text(finding.location.file))]
        if finding.location.line > 0 {
            properties += [("line", String(finding.location.line)), ("col", String(max(finding.location.column, 1)))]
        }
        let title = [finding.code, finding.objectName].filter { !$0.isEmpty }.joined(separator: " ")
        properties.append(("title", title))
        let list = properties.map { "\($0.0)=\(Self.property($0.1))" }.joined(separator: ",")
        let fix = report.rule(of: finding).map { "\nfix: \($0.fix)" } ?? ""
        return "::\(Self.command(finding.severity)) \(list)::\(Self.data(finding.message + fix))"
    }

    private static func command(_ severity: Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .info: "notice"
        }
    }

    /// Escapes the text after the second `::`.
    static func data(_ text: String) -> String { escaped(text, alsoIn: []) }

    /// Escapes the value of a property, `:` and `,` included.
    static func property(_ text: String) -> String { escaped(text, alsoIn: [":", ","]) }

    private static func escaped(_ text: String, alsoIn others: Set<Unicode.Scalar>) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            case ":" where others.contains(scalar): result += "%3A"
            case "," where others.contains(scalar): result += "%2C"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return PlainText.printable(result)
    }
}
