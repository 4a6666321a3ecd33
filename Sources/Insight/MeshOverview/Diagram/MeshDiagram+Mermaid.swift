extension MeshDiagram {
    /// The diagram as a Mermaid flowchart.
    public var mermaid: String {
        var lines = ["%% \(Self.mermaid(title)): \(subtitle)", "flowchart LR"]
        var edges: [(text: String, style: String)] = []
        lines.append("  clients([\"\(Self.mermaid(clients))\"])")
        for (number, box) in boxes.enumerated() {
            let id = "n\(number)"
            lines += mermaid(box, id)
            edges += self.edges(box, id)
        }
        if moreBoxes > 0 { lines.append("  more[\"and \(moreBoxes) more networks\"]") }
        lines += edges.map { "  " + $0.text }
        for (number, edge) in edges.enumerated() { lines.append("  linkStyle \(number) \(edge.style)") }
        lines += [
            "  classDef door fill:#dbe8ff,stroke:#2563c9,color:#12306b",
            "  classDef unused fill:#f4f6fa,stroke:#8793a8,color:#5b6577,stroke-dasharray:4 3",
            "  classDef machines fill:#ffffff,stroke:#8793a8,color:#1c2330,stroke-dasharray:4 3",
            "  classDef note fill:none,stroke:none,color:#c92a3a",
        ]
        for (number, box) in boxes.enumerated() where box.entry.isBad {
            lines.append("  style n\(number) stroke:#c92a3a,stroke-width:2px")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func mermaid(_ box: Box, _ id: String) -> [String] {
        var lines = ["  subgraph \(id)[\"\(Self.mermaid(box.title)) - \(box.detail)\"]"]
        for (number, card) in box.cards.enumerated() {
            let look = card.isMachines ? ":::machines" : ""
            let text = "\(Self.mermaid(card.title))<br/>\(Self.mermaid(card.detail))"
            lines.append("    \(id)c\(number)[\"\(text)\"]\(look)")
        }
        if box.moreCards > 0 { lines.append("    \(id)more[\"and \(box.moreCards) more\"]:::unused") }
        for (number, door) in box.doors.enumerated() {
            let look = door.isUsed ? "door" : "unused"
            lines.append("    \(id)d\(number){{\"\(Self.mermaid(door.label))\"}}:::\(look)")
        }
        if box.moreDoors > 0 { lines.append("    \(id)doors[\"and \(box.moreDoors) more gateways\"]:::unused") }
        for (number, note) in box.notes.enumerated() {
            lines.append("    \(id)x\(number)[\"\(Self.mermaid(note))\"]:::note")
        }
        if box.cards.isEmpty, box.doors.isEmpty { lines.append("    \(id)c0[\"nothing\"]:::unused") }
        return lines + ["  end"]
    }

    private func edges(_ box: Box, _ id: String) -> [(text: String, style: String)] {
        var edges: [(text: String, style: String)] = []
        if box.hasClients {
            edges.append(
                ("\(id) --- clients", box.entry == .own ? "stroke:#2563c9,stroke-width:3px" : "stroke:#8793a8")
            )
        }
        let label = Self.mermaid(box.entry.label)
        switch box.entry {
        case .own, .noEntry: break
        case .gateways:
            for (number, door) in box.doors.enumerated() where door.isUsed {
                edges.append(("clients --> \(id)d\(number)", "stroke:#2563c9"))
            }
        case .direct: edges.append(("clients -->|\"\(label)\"| \(id)", "stroke:#2f8f5b"))
        case .addresses: edges.append(("clients -.->|\"\(label)\"| \(id)", "stroke:#b7791f"))
        case .broken: edges.append(("clients -.->|\"\(label)\"| \(id)", "stroke:#c92a3a,color:#c92a3a"))
        case .unreachable: edges.append(("clients -.-x|\"\(label)\"| \(id)", "stroke:#c92a3a,color:#c92a3a"))
        }
        return edges
    }

    /// Returns a text in which all but letters, digits and harmless marks are escaped.
    private static func mermaid(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isPlain = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            if isPlain || " .,:-_/()[]".unicodeScalars.contains(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                result += "#\(scalar.value);"
            }
        }
        return result
    }
}
