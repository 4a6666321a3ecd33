/// The human-readable description of a rule.
public struct RuleDescription: Hashable, Sendable {
    /// The stable code, such as `SH001`.
    public let code: String
    /// The usual severity; single findings may have a lower one.
    public let severity: Severity
    /// The summary of the finding, one line.
    public let title: String
    /// The consequences of the finding.
    public let why: String
    /// The remedy.
    public let fix: String
    /// An example of input with the finding.
    public let example: String

    /// Makes a description.
    public init(code: String, severity: Severity, title: String, why: String, fix: String, example: String) {
        self.code = code
        self.severity = severity
        self.title = title
        self.why = why
        self.fix = fix
        self.example = example
    }

    /// The whole description, in paragraphs of at most 100 columns.
    public var longText: String {
        var lines = ["\(code) (\(severity.rawValue)): \(title)", ""]
        lines += ["Why it matters"] + Self.wrapped(why)
        lines += ["", "Example"] + example.split(separator: "\n").map { "    \($0)" }
        lines += ["", "How to fix it"] + Self.wrapped(fix)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + word.count + 1 > 96 {
                lines.append("    " + line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return lines + ["    " + line]
    }
}
