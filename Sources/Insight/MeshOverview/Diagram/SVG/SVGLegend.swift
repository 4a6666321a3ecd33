/// The legend of the line styles that a diagram uses.
struct SVGLegend {
    private struct Item {
        let style: String
        let text: String
        let row: Int
        let x: Int
    }

    private let items: [Item]
    /// The height of the legend.
    let height: Int

    init(_ diagram: MeshDiagram, width: Int) {
        var texts: [(style: String, text: String)] = []
        let entries = diagram.boxes.map(\.entry)
        if entries.contains(.own) { texts.append(("blue thick", "leaving their own network")) }
        if !entries.contains(.own), diagram.boxes.contains(where: \.hasClients) {
            texts.append(("gray thin", "clients leave the network"))
        }
        if diagram.boxes.contains(where: { $0.doors.contains(where: \.isUsed) }) {
            texts.append(("blue", "through a gateway"))
        }
        if diagram.boxes.contains(where: { $0.doors.contains { !$0.isUsed } }) {
            texts.append(("gray dashed", "a gateway that is not used"))
        }
        if entries.contains(.direct) { texts.append(("green", "directly")) }
        if entries.contains(.addresses) { texts.append(("amber dashed", "own addresses: works where they are routed")) }
        if entries.contains(.broken) { texts.append(("red dashed", "pod addresses of another network: broken")) }
        if entries.contains(where: { if case .unreachable = $0 { true } else { false } }) {
            texts.append(("red dashed", "not reached"))
        }
        var items: [Item] = []
        var (x, row) = (SVGLayout.margin, 0)
        for (style, text) in texts {
            let room = 42 + SVGText.width(text, 12) + 24
            if x > SVGLayout.margin, x + room - 24 > width - SVGLayout.margin { (x, row) = (SVGLayout.margin, row + 1) }
            items.append(Item(style: style, text: text, row: row, x: x))
            x += room
        }
        self.items = items
        height = items.isEmpty ? 0 : (row + 1) * 22
    }

    func draw(on canvas: inout SVGCanvas, top: Int) {
        for item in items {
            let y = top + item.row * 22 + 11
            canvas.line(item.style, x1: item.x, y1: y, x2: item.x + 32, y2: y)
            canvas.text(item.text, "muted", x: item.x + 42, y: y + 4, size: 12, within: 600)
        }
    }
}
