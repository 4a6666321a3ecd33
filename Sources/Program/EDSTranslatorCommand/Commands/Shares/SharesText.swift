internal import ClientBalancing
internal import MeshExplanation
internal import MeshModel
internal import TextFormats

/// The human-readable text of shares.
enum SharesText {
    static func lines(
        _ explanation: AssignmentExplanation,
        _ shares: EffectiveShares,
        inFlight: Int?,
        _ style: Style
    ) -> [String] {
        var lines = [style(.title, explanation.name)]
        if let misses = explanation.nearMisses {
            return lines + [style(.bad, "  Not found: \(misses.reason).")]
        }
        guard !shares.addresses.isEmpty else { return lines + ["  \(explanation.verdict.sentence)"] }
        let client = shares.client == .grpc ? "gRPC" : "Envoy"
        if let refusal = shares.refusal {
            lines.append(style(.bad, "  \(refusal.message)."))
        } else {
            lines.append(
                shares.differs
                    ? style(.bad, "  The shares in \(client) differ from the intended ones.")
                    : style(.good, "  The shares in \(client) equal the intended ones.")
            )
            if shares.noHost > 0 {
                let part = PercentText.of(shares.noHost)
                lines.append(style(.bad, "  \(part) of the requests find no host."))
            }
        }
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
        lines.append("  \(settings(shares, explanation)).")
        lines += table("NETWORK", shares.networks, style) + table("ZONE", shares.localities, style)
        let showsLoad = shares.dependsOnLoad && inFlight == nil
        var header = ["ADDRESS", "PRIORITY", "LOCALITY", "WEIGHT", "INTENDED"]
        header += showsLoad ? ["REAL AT 1", "AT MANY", ""] : [inFlight.map { "REAL AT \($0)" } ?? "REAL", ""]
        let rows = shares.addresses.map { address in
            [
                address.row.name, String(address.priority),
                address.locality.isEmpty ? "-" : address.locality.description, String(address.weight),
                PercentText.of(address.row.intended), PercentText.of(address.row.effective),
            ] + (showsLoad ? [PercentText.of(address.underLoad)] : []) + [remark(address.row)]
        }
        return lines + [""] + styled(TextTable([header] + rows), style) + spreads(shares)
    }

    /// The cluster's settings, as istiod configures them or as the options say.
    private static func settings(_ shares: EffectiveShares, _ explanation: AssignmentExplanation) -> String {
        let cluster = shares.cluster
        let text =
            "\(cluster.policy.rawValue), localities \(cluster.weighsLocalities ? "" : "not ")weighed, panic threshold "
            + "\(cluster.panicThreshold)%"
        guard let sentence = explanation.clusterSentence else { return "Cluster: \(text)" }
        let configured = EffectiveShares(explanation).cluster
        return cluster == configured ? "Cluster: \(sentence)" : "Cluster: \(text), instead of \(sentence)"
    }

    /// The shares of the endpoints behind each gateway, which chooses one for each connection.
    private static func spreads(_ shares: EffectiveShares) -> [String] {
        let lines = shares.addresses.compactMap { address in
            address.spread.map { spread in
                "    Behind \(address.row.name): one connection gives one of \(spread.oneConnection.count) endpoints "
                    + "all its requests, many give them "
                    + spread.manyConnections.prefix(6).map { PercentText.of($0) }.joined(separator: ", ")
                    + (spread.manyConnections.count > 6 ? ", ..." : "") + "."
            }
        }
        return lines.isEmpty ? [] : [""] + lines
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
