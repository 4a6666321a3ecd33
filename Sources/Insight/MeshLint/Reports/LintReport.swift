internal import MeshModel

/// What a run found, in order of place.
public struct LintReport: Equatable, Sendable {
    /// A finding that is accepted.
    public struct Suppressed: Equatable, Sendable {
        /// The finding.
        public let finding: Finding
        /// Why; empty when the command line accepts it.
        public let reason: String
    }

    /// The rules that ran, ascending by code.
    public let rules: [RuleDescription]
    /// What is to be looked at.
    public let findings: [Finding]
    /// What is accepted.
    public let suppressed: [Suppressed]

    /// Makes a report.
    public init(rules: [RuleDescription], findings: [Finding], suppressed: [Suppressed] = []) {
        self.rules = rules
        self.findings = findings
        self.suppressed = suppressed
    }

    /// How many findings of a severity there are.
    public func count(of severity: Severity) -> Int { findings.lazy.filter { $0.severity == severity }.count }

    /// Whether anything is as severe as this, or more.
    public func reaches(_ severity: Severity) -> Bool { findings.contains { $0.severity >= severity } }

    /// What the rule of a finding is about.
    func rule(of finding: Finding) -> RuleDescription? { rules.first { $0.code == finding.code } }

    /// `2 errors, 1 warning and 3 remarks`; or that there is nothing.
    var summary: String {
        let counts = [
            Wording.count(count(of: .error), "error"), Wording.count(count(of: .warning), "warning"),
            Wording.count(count(of: .info), "info", plural: "info"),
        ]
        let accepted = suppressed.isEmpty ? "" : ", \(suppressed.count) suppressed"
        return findings.isEmpty ? "no findings\(accepted)" : counts.joined(separator: ", ") + accepted
    }
}
