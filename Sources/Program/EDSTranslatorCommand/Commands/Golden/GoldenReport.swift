internal import AssignmentComparison
internal import TextFormats

/// The result of a comparison with golden files.
struct GoldenReport {
    let findings: [GoldenPlan.Finding]
    let unreferenced: [String]
    let location: GoldenLocation
    /// The maximum number of hosts per file.
    let most: Int
    /// A Boolean value that indicates whether new states are not written.
    let isReadOnly: Bool
    let style: Style

    /// The number of files that differ or are missing.
    var failures: Int { findings.count { Self.title($0.state) != nil } }

    /// The human-readable report, the verdict first.
    var lines: [String] {
        var lines = [style(failures > 0 ? .notable : .good, verdict)]
        for finding in findings {
            guard let title = Self.title(finding.state) else { continue }
            lines += ["", style(.title, "\(location.folder.path)/\(finding.path): \(title)")]
            lines += details(finding, style)
            if !isReadOnly {
                lines.append(style(.faint, "  accept: \(location.command("accept", ["--only", word(finding)]))"))
            }
        }
        if !unreferenced.isEmpty {
            lines += [
                "", "unreferenced files (delete them with golden record --delete-unreferenced):",
            ]
            lines += unreferenced.map { "  \(location.folder.path)/\($0)" }
        }
        guard failures > 0 else { return lines }
        lines.append("")
        if isReadOnly {
            lines.append("nothing is written while CI is set; run elsewhere: \(location.command("verify"))")
        } else {
            lines.append("review each: \(location.command("review"))")
            lines.append("accept all:  \(location.command("accept"))")
        }
        return lines
    }

    private func word(_ finding: GoldenPlan.Finding) -> String { ShellWord.quoted(finding.path) }

    private var verdict: String {
        let missing = findings.count { if case .missing = $0.state { true } else { false } }
        guard failures > 0 else { return "same: \(findings.count) golden files" }
        var parts: [String] = []
        if failures > missing { parts.append("\(failures - missing) different") }
        if missing > 0 { parts.append("\(missing) missing") }
        return "\(parts.joined(separator: ", ")) of \(findings.count) golden files"
    }

    private static func title(_ state: GoldenPlan.Finding.State) -> String? {
        switch state {
        case .same: nil
        case .missing: "missing"
        case .different: "different"
        case .unreadable(let error, _): "cannot be read: \(error)"
        }
    }

    private func details(_ finding: GoldenPlan.Finding, _ style: Style) -> [String] {
        switch finding.state {
        case .same, .unreadable: []
        case .missing(let file):
            ["  \(Self.summary(file))"]
        case .different(let before, let after): Self.lines(before, after, most: most, style)
        }
    }

    /// Returns the summary of a file in one line.
    static func summary(_ file: GoldenFile) -> String {
        let (hosts, proxies) = (file.assignment.hostCount, file.proxies.count)
        return
            "\(file.assignment.name): \(hosts) host\(hosts == 1 ? "" : "s"), for \(proxies) prox\(proxies == 1 ? "y" : "ies")"
    }

    /// Returns the difference between two states of a file, indented.
    static func lines(_ before: GoldenFile, _ after: GoldenFile, most: Int?, _ style: Style) -> [String] {
        let (cluster, added, removed) = before.difference(to: after)
        var text = DifferenceText(most: most, style: style)
        if !cluster.isEmpty { text.append(cluster, indentation: "  ") }
        for node in removed { text.append(style(.bad, "  - proxy \(node)")) }
        for node in added { text.append(style(.good, "  + proxy \(node)")) }
        if before.rules != after.rules { text.append("  ~ rules: \(before.rules.folder) -> \(after.rules.folder)") }
        text.end()
        // Only the text differs, such as the spelling of a value.
        return text.lines.isEmpty ? ["  the file is not in canonical form"] : text.lines
    }

    /// The report as JSON: `{"formatVersion": 1, "same": false, "files": [{"path", "state", "cluster": as in diff}],
    /// ...}`.
    var json: JSONValue {
        .object([
            .init("formatVersion", .number(JSONNumber(1))),
            .init("same", .bool(failures == 0)),
            .init("files", .array(findings.map(Self.json))),
            .init("unreferenced", .array(unreferenced.map { .string($0) })),
        ])
    }

    private static func json(_ finding: GoldenPlan.Finding) -> JSONValue {
        var members: [JSONValue.Member] = [.init("path", .string(finding.path))]
        switch finding.state {
        case .same: members.append(.init("state", .string("same")))
        case .missing: members.append(.init("state", .string("missing")))
        case .unreadable(let error, _):
            members += [.init("state", .string("unreadable")), .init("error", .string("\(error)"))]
        case .different(let before, let after):
            let (cluster, added, removed) = before.difference(to: after)
            members += [
                .init("state", .string("different")), .init("cluster", cluster.json),
                .init("addedProxies", .array(added.map { .string($0) })),
                .init("removedProxies", .array(removed.map { .string($0) })),
            ]
        }
        return .object(members)
    }

    /// The report as test results, one test per file.
    var junit: JUnitDocument {
        let cases = findings.map { finding -> JUnitDocument.Case in
            guard let title = Self.title(finding.state) else { return .init(name: finding.path, outcome: .passed()) }
            let text = ([title] + details(finding, .plain)).joined(separator: "\n")
            return .init(name: finding.path, outcome: .failed(message: title, text: text))
        }
        return JUnitDocument(suites: [.init(name: "golden", cases: cases)])
    }
}
