internal import MeshExplanation
internal import MeshModel
internal import TextFormats

/// Differences between rule sets, human-readable and as JSON.
enum RuleSetText {
    static func json(_ differences: RuleSetDifferences) -> JSONValue {
        .object([
            JSONValue.Member("formatVersion", .number(JSONNumber(1))),
            JSONValue.Member("first", .string("standard")),
            JSONValue.Member("second", .string("istio-1.30")),
            JSONValue.Member("questions", .number(JSONNumber(differences.questions))),
            JSONValue.Member("differences", differences.json),
        ])
    }

    static func text(_ differences: RuleSetDifferences, _ style: Style) -> String {
        let count = CountText.of(differences.questions, "answer")
        guard !differences.findings.isEmpty else {
            return style(.good, "standard and istio-1.30 agree on \(count).") + "\n"
        }
        var lines = [style(.notable, "standard and istio-1.30 differ on \(differences.findings.count) of \(count).")]
        for finding in differences.findings {
            lines += ["", style(.title, finding.node), style(.title, "  \(finding.name)")]
            lines.append(
                "  \(finding.changesShares ? "Shares differ" : "Shares are equal; weights or localities differ"):"
            )
            lines += finding.steps.map { step in
                "    \(step.difference.rawValue): \(step.from) in standard, \(step.to) in istio-1.30"
                    + (step.changesShares ? "" : " (shares are equal)")
                    + (step.isOnlyNeeded ? " (only together with the others)" : "") + "; \(step.difference.title)"
            }
            lines.append("")
            lines += style.table(table(finding, from: "standard", to: "istio-1.30").map { "    \($0)" })
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private struct Place: Hashable {
        let address: String
        let locality: String
        let priority: UInt32
    }

    static func table(_ finding: RuleSetDifferences.Finding, from: String, to: String) -> [String] {
        let first = cells(finding.first)
        let second = cells(finding.second)
        let places = Set(first.keys).union(second.keys).sorted {
            ($0.priority, $0.locality, $0.address) < ($1.priority, $1.locality, $1.address)
        }
        var lines: [String] = []
        if !places.isEmpty {
            let header = ["ADDRESS", "LOCALITY", "PRIORITY", from.uppercased(), "", to.uppercased(), "", "REACHED"]
            let rows = places.map { place -> [String] in
                let (left, right) = (first[place], second[place])
                let ways = [left?.way, right?.way].compactMap(\.self)
                let way = Set(ways).count == 1 ? ways[0] : "\(left?.way ?? "not"); \(right?.way ?? "not")"
                return [place.address, place.locality.isEmpty ? "-" : place.locality, String(place.priority)]
                    + [left?.weight ?? "-", left?.share ?? "", right?.weight ?? "-", right?.share ?? "", way]
            }
            lines += TextTable([header] + rows).lines
        }
        for (name, answer) in [(from, finding.first), (to, finding.second)] {
            switch answer {
            case .refused(let errors): lines.append("\(name) refuses the mesh: \(errors)")
            case .nothing(let reason): lines.append("\(name): no assignment, \(reason)")
            case .lines(let found): if found.isEmpty { lines.append("\(name): no endpoints") }
            }
        }
        return lines
    }

    private typealias Cell = (weight: String, share: String, way: String)

    private static func cells(_ answer: RuleSetDifferences.Answer) -> [Place: Cell] {
        guard case .lines(let lines) = answer else { return [:] }
        let grouped = Dictionary(grouping: lines) {
            Place(address: $0.address, locality: $0.locality, priority: $0.priority)
        }
        return grouped.mapValues { lines in
            let weight = lines.map { String($0.weight) }.joined(separator: "+")
            let share = PercentText.of(lines.reduce(0) { $0 + $1.share })
            return (weight, share, lines.first?.way ?? "")
        }
    }
}
