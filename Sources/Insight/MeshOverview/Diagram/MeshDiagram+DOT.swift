extension MeshDiagram {
    /// The diagram as a Graphviz graph.
    public var dot: String {
        var lines = [
            "digraph mesh {",
            "  graph [rankdir=LR, compound=true, fontname=\"Helvetica\", label=\(Self.dot(title + "\n" + subtitle)), labelloc=t];",
            "  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"Helvetica\", fontsize=11];",
            "  edge [fontname=\"Helvetica\", fontsize=10];",
            "  clients [label=\(Self.dot(clients)), shape=oval, fillcolor=\"#e8ecf3\"];",
        ]
        for (number, box) in boxes.enumerated() { lines += dot(box, "n\(number)") }
        if moreBoxes > 0 { lines.append("  more [label=\"and \(moreBoxes) more networks\", style=dashed];") }
        return (lines + ["}"]).joined(separator: "\n") + "\n"
    }

    private func dot(_ box: Box, _ id: String) -> [String] {
        let isBad = box.entry.isBad
        let color = isBad ? "#c92a3a" : "#8793a8"
        var lines = [
            "  subgraph cluster_\(id) {",
            "    label=\(Self.dot("\(box.title)\n\(box.detail)")); style=\"rounded,filled\"; fillcolor=\"#f4f6fa\"; color=\"\(color)\";",
        ]
        for (number, card) in box.cards.enumerated() {
            let style = card.isMachines ? ", style=\"rounded,filled,dashed\"" : ""
            lines.append("    \(id)c\(number) [label=\(Self.dot("\(card.title)\n\(card.detail)"))\(style)];")
        }
        if box.moreCards > 0 { lines.append("    \(id)more [label=\"and \(box.moreCards) more\", style=dashed];") }
        for (number, door) in box.doors.enumerated() {
            let look = door.isUsed ? "fillcolor=\"#dbe8ff\"" : "style=dashed, fontcolor=\"#8793a8\""
            lines.append(
                "    \(id)d\(number) [label=\(Self.dot(door.label)), tooltip=\(Self.dot(door.details)), shape=cds, \(look)];"
            )
        }
        if box.moreDoors > 0 {
            lines.append("    \(id)doors [label=\"and \(box.moreDoors) more gateways\", style=dashed];")
        }
        for (number, note) in box.notes.enumerated() {
            lines.append(
                "    \(id)x\(number) [label=\(Self.dot(note)), shape=plaintext, style=\"\", fontcolor=\"#c92a3a\"];"
            )
        }
        // Graphviz does not draw an empty box.
        let isEmpty = box.cards.isEmpty && box.doors.isEmpty
        if isEmpty { lines.append("    \(id)c0 [label=\"\", style=invis];") }
        lines.append("  }")
        let inside = box.cards.isEmpty && !isEmpty ? "\(id)d0" : "\(id)c0"
        if box.hasClients {
            let weight = box.entry == .own ? "penwidth=2" : "color=\"#8793a8\", arrowhead=none"
            lines.append("  \(inside) -> clients [ltail=cluster_\(id), \(weight)];")
        }
        if box.entry == .gateways {
            for (number, door) in box.doors.enumerated() where door.isUsed {
                lines.append("  clients -> \(id)d\(number) [color=\"#2563c9\"];")
            }
            // Gateways are placed before the endpoints behind them.
            if !box.cards.isEmpty { lines.append("  \(id)d0 -> \(id)c0 [style=invis];") }
        } else if let look = box.entry.dotLook {
            lines.append("  clients -> \(inside) [lhead=cluster_\(id), label=\(Self.dot(box.entry.label)), \(look)];")
        }
        return lines
    }

    /// Returns a quoted text with all special characters escaped.
    private static func dot(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "&": result += "&amp;"
            case let other where other.value < 0x20 || other.value == 0x7F: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension MeshDiagram.Entry {
    /// A Boolean value that indicates whether clients cannot reach the network.
    var isBad: Bool {
        switch self {
        case .broken, .unreachable: true
        default: false
        }
    }

    fileprivate var dotLook: String? {
        switch self {
        case .own, .gateways, .noEntry: nil
        case .direct: "color=\"#2f8f5b\""
        case .addresses: "color=\"#b7791f\", style=dashed"
        case .broken: "color=\"#c92a3a\", fontcolor=\"#c92a3a\", style=dashed"
        case .unreachable: "color=\"#c92a3a\", fontcolor=\"#c92a3a\", style=dashed, arrowhead=tee"
        }
    }
}
