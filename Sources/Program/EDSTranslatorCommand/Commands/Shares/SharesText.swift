internal import MeshExplanation
internal import MeshModel
internal import TextFormats

/// The human-readable text of shares.
enum SharesText {
    static func lines(
        _ explanation: AssignmentExplanation,
        _ shares: EffectiveShares,
        _ style: Style
    ) -> [String] {
        var lines = [style(.title, explanation.name)]
        if let misses = explanation.nearMisses {
            return lines + [style(.bad, "  Not found: \(misses.reason).")]
        }
        guard !shares.addresses.isEmpty else { return lines + ["  \(explanation.verdict.sentence)"] }
        lines.append(
            shares.differs
                ? style(.bad, "  The shares in Envoy differ from the intended ones.")
                : style(.good, "  The shares in Envoy equal the intended ones.")
        )
        if shares.healthyLeftOut > 0 {
            lines.append(
                "  \(CountText.of(shares.healthyLeftOut, "healthy endpoint")) "
                    + "\(shares.healthyLeftOut == 1 ? "is" : "are") left out and not counted."
            )
        }
        if shares.levels.count > 1 {
            let levels = shares.levels.map { level in
                "\(level.load)% to priority \(level.priority) (\(level.healthy) of \(level.hosts) healthy"
                    + "\(level.isPanicking ? ", panic" : ""))"
            }
            lines.append("  Priorities: \(levels.joined(separator: ", ")).")
        }
        lines.append("  The cluster \(shares.weighsLocalities ? "weighs" : "does not weigh") localities.")
        lines += table("NETWORK", shares.networks, style) + table("ZONE", shares.localities, style)
        let header = ["ADDRESS", "PRIORITY", "LOCALITY", "WEIGHT", "INTENDED", "REAL", ""]
        let rows = shares.addresses.map { address in
            [
                address.row.name, String(address.priority),
                address.locality.isEmpty ? "-" : address.locality.description, String(address.weight),
                PercentText.of(address.row.intended), PercentText.of(address.row.effective),
                remark(address.row),
            ]
        }
        return lines + [""] + styled(TextTable([header] + rows), style)
    }

    private static func table(_ title: String, _ rows: [EffectiveShares.Row], _ style: Style) -> [String] {
        let cells = rows.map {
            [$0.name, PercentText.of($0.intended), PercentText.of($0.effective), remark($0)]
        }
        return [""] + styled(TextTable([[title, "INTENDED", "REAL", ""]] + cells), style)
    }

    /// Returns the lines of a table, highlighting those with a remark.
    private static func styled(_ table: TextTable, _ style: Style) -> [String] {
        let lines = table.lines.map { line in
            let text = "    \(line)".trimmingEnd()
            return text.contains("  ! ") ? style(.notable, text) : text
        }
        return style.table(lines)
    }

    private static func remark(_ row: EffectiveShares.Row) -> String {
        row.reasons.isEmpty ? "" : "! \(row.reasons.joined(separator: "; "))"
    }
}

extension String {
    /// Returns the text without trailing spaces.
    fileprivate func trimmingEnd() -> String {
        var text = self[...]
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
