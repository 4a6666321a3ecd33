internal import AssignmentComparison
internal import MeshModel
internal import TextFormats

/// The human-readable effect of a change, the verdict first.
struct ImpactText {
    let report: ImpactReport
    /// The maximum number of hosts, or `nil` for all.
    let most: Int?
    let style: Style

    var lines: [String] {
        var text = DifferenceText(most: most, style: style)
        let verdict = report.verdict(calling: EnvoyNode.workload(ofID:))
        text.append(style(report.impacts.isEmpty ? .good : .notable, verdict))
        for edit in report.edits { text.append(style(.faint, "  if: \(edit)")) }
        var node: String?
        for impact in report.impacts {
            if node != impact.node {
                text.append("")
                text.append(style(.title, Self.title(impact)))
                node = impact.node
            }
            text.append(impact.difference, indentation: "  ", summary: Self.networks(impact))
            for line in Self.leaks(impact) { text.append("    " + style(.bad, line)) }
        }
        text.end()
        return text.lines
    }

    private static func title(_ impact: Impact) -> String {
        let (before, after) = impact.network
        let name = { (network: String) in network.isEmpty ? "no network" : network }
        return "\(impact.node), in \(name(before))" + (before == after ? "" : " -> \(name(after))")
    }

    /// Returns the shares of the networks.
    private static func networks(_ impact: Impact) -> [String] {
        var rows = [["NETWORK", "HOSTS", "SHARE"]]
        for network in impact.networks {
            rows.append([
                network.network.isEmpty ? "-" : network.network,
                change(String(network.hostsBefore), String(network.hostsAfter)),
                change(PercentText.of(network.before), PercentText.of(network.after)),
            ])
        }
        return TextTable(rows).lines
    }

    /// Returns one line for each network whose raw addresses would be sent.
    private static func leaks(_ impact: Impact) -> [String] {
        let byNetwork = Dictionary(grouping: impact.leaks, by: \.network)
        return byNetwork.keys.sorted().map { network in
            let addresses = byNetwork[network, default: []].map(\.address)
            let most = 5
            let list = addresses.prefix(most).joined(separator: ", ")
            let more = addresses.count > most ? " and \(addresses.count - most) more" : ""
            return "! raw addresses of \(network), without a gateway: \(list)\(more)"
        }
    }

    private static func change(_ before: String, _ after: String) -> String {
        before == after ? before : "\(before) -> \(after)"
    }
}
