internal import AssignmentComparison
internal import MeshModel
internal import TextFormats

/// The human-readable text of differences: added, removed and changed hosts, with shares on both sides.
struct DifferenceText {
    /// The most hosts that are shown; nil for all.
    private let style: Style
    private var budget: Int?
    private(set) var lines: [String] = []
    private var hidden = 0

    /// - Parameter most: the maximum number of hosts, or `nil` for all.
    init(most: Int?, style: Style) {
        self.style = style
        budget = most
    }

    /// The differences of one cluster, indented.
    ///
    /// - Parameter summary: lines to insert below the cluster's name.
    mutating func append(_ cluster: ClusterDifference, indentation: String, summary: [String] = []) {
        lines.append(indentation + style(.title, Self.head(cluster)))
        let inner = indentation + "  "
        lines += summary.map { inner + $0 }
        let shown = Array(cluster.hosts.prefix(budget ?? cluster.hosts.count))
        hidden += cluster.hosts.count - shown.count
        budget = budget.map { $0 - shown.count }
        let table = TextTable(shown.map(Self.row)).lines
        for (line, host) in zip(table, shown) {
            lines.append(inner + style(Self.role(host), line))
            for field in host.fields {
                // An unchanged weight can also be a difference.
                let same = field.before == field.after ? ", while others changed by a common factor" : ""
                lines.append(inner + "    \(field.path): \(field.before ?? "-") -> \(field.after ?? "-")\(same)")
            }
        }
        for change in cluster.localities {
            let place = change.locality.isEmpty ? "without locality" : change.locality.description
            let weights = [change.before, change.after].map { $0.map { String($0) } ?? "-" }
            let text = "~ locality \(place), priority \(change.priority): weight \(weights[0]) -> \(weights[1])"
            lines.append(inner + style(.notable, text))
        }
        if let policy = cluster.policy {
            lines.append(inner + style(.notable, "~ policy: \(policy.before ?? "-") -> \(policy.after ?? "-")"))
        }
        for move in cluster.moves {
            let (before, after) = (PercentText.of(move.before), PercentText.of(move.after))
            let each = move.count == 1 ? "1 other host" : "\(move.count) other hosts"
            lines.append(inner + style(.faint, "= \(each): \(before) -> \(after)\(move.count == 1 ? "" : " each")"))
        }
    }

    /// Adds the number of hosts that were not shown.
    mutating func end() {
        if hidden > 0 { lines.append("and \(hidden) more hosts; --max-diff shows more") }
    }

    /// Adds a separate line.
    mutating func append(_ line: String) { lines.append(line) }

    private static func head(_ cluster: ClusterDifference) -> String {
        let hosts = { (count: Int) in "\(count) host\(count == 1 ? "" : "s")" }
        switch (cluster.hostsBefore, cluster.hostsAfter) {
        case (let before?, nil): return "\(cluster.name): \(hosts(before)) -> no such cluster"
        case (nil, let after?): return "\(cluster.name): no such cluster -> \(hosts(after))"
        case (let before?, let after?) where before == after: return "\(cluster.name): \(hosts(before))"
        case (let before, let after): return "\(cluster.name): \(before ?? 0) -> \(hosts(after ?? 0))"
        }
    }

    private static func role(_ host: HostDifference) -> Style.Role {
        switch host.kind {
        case .added: .good
        case .removed: .bad
        case .changed: .notable
        }
    }

    private static func row(_ host: HostDifference) -> [String] {
        let state = host.after ?? host.before
        let network = state?.network ?? ""
        let sign =
            switch host.kind {
            case .added: "+"
            case .removed: "-"
            case .changed: "~"
            }
        let shares = "\(share(host.before)) -> \(share(host.after))"
        return ["\(sign) \(host.address)", network.isEmpty ? "-" : network, shares]
    }

    private static func share(_ state: HostState?) -> String {
        guard let state else { return "none" }
        return PercentText.of(state.share) + (state.priority == 0 ? "" : " of priority \(state.priority)")
    }
}
