internal import AssignmentComparison

/// The human-readable text of a comparison, the verdict first.
struct SetDifferenceText {
    let difference: SetDifference
    /// The names of the sides in the command, and their kinds.
    let sides: [(name: String, title: String)]
    /// The maximum number of hosts, or `nil` for all.
    let most: Int?
    let style: Style

    var lines: [String] {
        var text = DifferenceText(most: most, style: style)
        text.append(style(difference.isEmpty ? .good : .notable, verdict))
        for (letter, side) in zip(["A", "B"], sides) {
            text.append(style(.faint, "  \(letter): \(side.name), \(side.title)"))
        }
        for node in difference.onlyBefore { text.append(style(.bad, "only in A: \(node)")) }
        for node in difference.onlyAfter { text.append(style(.good, "only in B: \(node)")) }
        for proxy in difference.proxies where !proxy.clusters.isEmpty {
            text.append("")
            text.append(style(.title, proxy.node ?? "the proxy"))
            for cluster in proxy.clusters { text.append(cluster, indentation: "  ") }
        }
        text.end()
        return text.lines + footnotes.map { style(.faint, $0) }
    }

    private var verdict: String {
        let clusters = difference.proxies.reduce(0) { $0 + $1.comparedClusters }
        let hosts = difference.proxies.reduce(0) { $0 + $1.comparedHosts }
        let proxies = difference.proxies.count
        guard !difference.isEmpty else {
            return "same: \(Self.count(proxies, "proxy", "proxies")), \(Self.count(clusters, "cluster", "clusters")), "
                + Self.count(hosts, "host", "hosts")
        }
        let affected = difference.proxies.count { !$0.clusters.isEmpty }
        let counts = difference.counts
        var parts = ["\(affected) of \(Self.count(proxies, "proxy", "proxies"))"]
        for (count, what) in [(counts.added, "added"), (counts.removed, "removed"), (counts.changed, "changed")]
        where count > 0 {
            parts.append("\(Self.count(count, "host", "hosts")) \(what)")
        }
        let localities = difference.proxies.flatMap(\.clusters).reduce(0) { $0 + $1.localities.count }
        if localities > 0 { parts.append("\(Self.count(localities, "locality weight", "locality weights")) changed") }
        let only = difference.onlyBefore.count + difference.onlyAfter.count
        if only > 0 { parts.append("\(Self.count(only, "proxy", "proxies")) on one side only") }
        return "different: " + parts.joined(separator: ", ")
    }

    private var footnotes: [String] {
        var lines: [String] = []
        var missing: [String: [String]] = [:]
        for field in difference.uncompared {
            missing[field.missing.joined(separator: " and "), default: []].append(field.field.rawValue)
        }
        for (source, fields) in missing.sorted(by: { $0.key < $1.key }) {
            lines.append("not compared, because \(source) does not have: \(fields.joined(separator: ", "))")
        }
        var reasons: [String: Set<String>] = [:]
        for cluster in difference.proxies.flatMap(\.passedOver) {
            reasons[cluster.reason, default: []].insert(cluster.name)
        }
        for (reason, names) in reasons.sorted(by: { $0.key < $1.key }) {
            let most = 5
            let list = names.sorted().prefix(most).joined(separator: ", ")
            let more = names.count > most ? " and \(names.count - most) more" : ""
            lines.append("not compared, \(reason): \(list)\(more)")
        }
        lines += difference.notes.map { "note: \($0)" }
        return lines.isEmpty ? [] : [""] + lines
    }

    private static func count(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }
}
