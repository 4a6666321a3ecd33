internal import MeshModel

/// The findings of a run, ordered by place.
public struct LintReport: Equatable, Sendable {
    /// A suppressed finding.
    public struct Suppressed: Equatable, Sendable {
        /// The finding.
        public let finding: Finding
        /// The reason; empty for suppressions of the command line.
        public let reason: String
    }

    /// The rules that ran, ascending by code.
    public let rules: [RuleDescription]
    /// The findings that are not suppressed.
    public let findings: [Finding]
    /// The suppressed findings.
    public let suppressed: [Suppressed]

    /// Makes a report.
    public init(rules: [RuleDescription], findings: [Finding], suppressed: [Suppressed] = []) {
        self.rules = rules
        self.findings = findings
        self.suppressed = suppressed
    }

    /// Returns the number of findings with a severity.
    public func count(of severity: Severity) -> Int { findings.lazy.filter { $0.severity == severity }.count }

    /// Returns a Boolean value that indicates whether any finding has this severity or a higher one.
    public func reaches(_ severity: Severity) -> Bool { findings.contains { $0.severity >= severity } }

    /// Returns the description of a finding's rule.
    func rule(of finding: Finding) -> RuleDescription? { rules.first { $0.code == finding.code } }

    /// The counts, such as `2 errors, 1 warning, 3 info`, or `no findings`.
    var summary: String {
        let counts = [
            Wording.count(count(of: .error), "error"), Wording.count(count(of: .warning), "warning"),
            Wording.count(count(of: .info), "info", plural: "info"),
        ]
        let accepted = suppressed.isEmpty ? "" : ", \(suppressed.count) suppressed"
        return findings.isEmpty ? "no findings\(accepted)" : counts.joined(separator: ", ") + accepted
    }
}
