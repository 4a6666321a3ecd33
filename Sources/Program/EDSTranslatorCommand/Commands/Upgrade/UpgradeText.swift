internal import MeshExplanation
internal import MeshModel
internal import TextFormats

/// The report of an upgrade as text.
struct UpgradeText {
    let report: UpgradeReport
    /// The most answers to show for each difference.
    let most: Int
    let style: Style

    var text: String {
        let count = CountText.of(report.questions, "answer")
        var lines = report.basis.map(self.lines) ?? []
        guard !report.findings.isEmpty else {
            lines.append(style(.good, "No answer changes from \(report.from) to \(report.to), of \(count)."))
            return lines.joined(separator: "\n") + "\n"
        }
        lines.append(
            style(.notable, "\(report.findings.count) of \(count) change from \(report.from) to \(report.to).")
        )
        for group in report.groups { lines += [""] + self.lines(of: group) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(of basis: UpgradeReport.Basis) -> [String] {
        let compared = CountText.of(basis.compared, "answer")
        guard !basis.differing.isEmpty else {
            return [style(.good, "\(basis.source) has the same as \(report.from) in \(compared)."), ""]
        }
        let names = basis.differing.prefix(most).map { "  \($0.name)\($0.node.isEmpty ? "" : " for \($0.node)")" }
        let rest = basis.differing.count - names.count
        return [
            style(
                .bad,
                "\(basis.source) differs from \(report.from) in \(basis.differing.count) of \(compared): the report may "
                    + "not be right for"
            )
        ] + names + (rest > 0 ? ["  and \(rest) more"] : []) + [""]
    }

    private func lines(of group: UpgradeReport.Group) -> [String] {
        let step = group.step
        var lines = [
            style(.title, "\(step.difference.rawValue): \(step.from) -> \(step.to)"), "  \(step.difference.title)",
        ]
        if let change = step.difference.change {
            lines.append("  since istio \(change.release) (\(change.issue)); to keep the old answer, \(change.remedy)")
        }
        lines.append("  it changes \(CountText.of(group.findings.count, "answer")), because of")
        lines += group.objects.prefix(most).map { "    \($0)" }
        if group.objects.count > most { lines.append("    and \(group.objects.count - most) more") }
        for finding in group.findings.prefix(most) {
            lines += ["", style(.title, "  \(finding.node)"), style(.title, "  \(finding.name)")]
            let table = RuleSetText.table(finding, from: report.from, to: report.to)
            lines += style.table(table.map { "    \($0)" })
        }
        if group.findings.count > most { lines += ["", "  and \(group.findings.count - most) more answers"] }
        return lines
    }
}
