/// Draws one network with its clusters, its gateways, and the ways in and out.
struct SVGNetwork {
    let frame: SVGLayout.Frame
    let layout: SVGLayout

    private var box: MeshDiagram.Box { frame.box }
    private var x: Int { frame.isLeft ? SVGLayout.margin : layout.width - SVGLayout.margin - layout.boxWidth }
    /// The side that faces the bar.
    private var border: Int { frame.isLeft ? x + layout.boxWidth : x }
    private var barSide: Int { frame.isLeft ? layout.barX : layout.barX + SVGLayout.bar }
    /// The direction away from the network.
    private var outward: Int { frame.isLeft ? 1 : -1 }

    func draw(on canvas: inout SVGCanvas) {
        canvas.begin("\(box.title): \(box.detail)")
        let style = box.entry.isBad ? "bad" : box.entry == .own ? "own" : "box"
        canvas.rectangle(style, x: x, y: frame.y, width: layout.boxWidth, height: frame.height, radius: 12)
        drawHeader(on: &canvas)
        drawCards(on: &canvas)
        drawNotes(on: &canvas)
        canvas.end()
        if box.hasClients { drawExit(on: &canvas) }
        drawDoors(on: &canvas)
        drawEntry(on: &canvas)
    }

    private func drawHeader(on canvas: inout SVGCanvas) {
        let room = layout.boxWidth - 2 * SVGLayout.padding
        let left = x + SVGLayout.padding
        canvas.title(frame.title, of: box.title, x: left, y: frame.y + 25, size: 15, step: SVGLayout.titleStep)
        canvas.text(
            box.detail,
            "muted",
            x: frame.isDetailBeside ? left + room : left,
            y: frame.y + (frame.isDetailBeside ? 25 : frame.header - 14),
            size: 12,
            within: room,
            anchor: frame.isDetailBeside ? "end" : "start"
        )
    }

    private func drawCards(on canvas: inout SVGCanvas) {
        // Gateways reach into the side that faces the bar.
        let left = x + (frame.isLeft ? SVGLayout.padding : SVGLayout.padding + SVGLayout.inset)
        let width = SVGLayout.cardWidth(layout.boxWidth)
        var y = frame.y + frame.header
        for (number, card) in box.cards.enumerated() {
            let style = card.isMachines ? "card dashed" : "card"
            let height = frame.cardHeight(number)
            canvas.rectangle(style, x: left, y: y, width: width, height: height, radius: 8)
            canvas.title(
                frame.cardTitles[number],
                of: card.title,
                x: left + 12,
                y: y + 19,
                size: 13,
                step: SVGLayout.cardStep
            )
            canvas.text(card.detail, "muted", x: left + 12, y: y + height - 10, size: 12, within: width - 24)
            y += height + SVGLayout.gap
        }
        if box.moreCards > 0 {
            canvas.text("and \(box.moreCards) more clusters", "muted", x: left + 12, y: y + 10, size: 12, within: width)
        }
        if box.cards.isEmpty, box.entry != .own {
            canvas.text("empty", "muted", x: left, y: y + 12, size: 12, within: width)
        }
    }

    private func drawNotes(on canvas: inout SVGCanvas) {
        for (number, note) in box.notes.enumerated() {
            canvas.text(
                note,
                "red",
                x: x + SVGLayout.padding,
                y: frame.y + frame.height - 12 - (box.notes.count - 1 - number) * SVGLayout.note,
                size: 11,
                within: layout.boxWidth - 2 * SVGLayout.padding
            )
        }
    }

    /// Draws the way of the network's clients to other networks.
    private func drawExit(on canvas: inout SVGCanvas) {
        let y = frame.y + 20
        let style = box.entry == .own ? "blue thick" : "gray thin"
        canvas.line(style, x1: border, y1: y, x2: barSide, y2: y)
        canvas.dot(box.entry == .own ? "blue" : "bar", x: border, y: y)
    }

    private func drawDoors(on canvas: inout SVGCanvas) {
        var y = frame.y + frame.header
        for door in box.doors {
            let width = SVGLayout.doorWidth(door.label)
            let left = frame.isLeft ? border - SVGLayout.inset : border + SVGLayout.inset - width
            let tip = border + outward * (width - SVGLayout.inset)
            let middle = y + SVGLayout.door / 2
            if door.isUsed {
                canvas.line("blue", x1: barSide, y1: middle, x2: tip + outward * 8, y2: middle)
                canvas.arrowHead("blue", x: tip + outward, y: middle, isLeftward: frame.isLeft)
            }
            canvas.begin(door.details)
            canvas.rectangle(
                door.isUsed ? "door" : "shut",
                x: left,
                y: y,
                width: width,
                height: SVGLayout.door,
                radius: 6
            )
            canvas.text(
                door.label,
                door.isUsed ? "blue" : "muted",
                x: left + width / 2,
                y: y + 17,
                size: 12,
                within: width - 16,
                anchor: "middle"
            )
            canvas.end()
            y += SVGLayout.door + SVGLayout.gap
        }
        guard box.moreDoors > 0 else { return }
        canvas.text(
            "and \(box.moreDoors) more gateways",
            "muted",
            x: border + outward * 8,
            y: y + 10,
            size: 11,
            within: layout.gutter,
            anchor: frame.isLeft ? "start" : "end"
        )
    }

    /// Draws the way into a network without a gateway.
    private func drawEntry(on canvas: inout SVGCanvas) {
        let color: String
        switch box.entry {
        case .own, .gateways, .noEntry: return
        case .direct: color = "green"
        case .addresses: color = "amber"
        case .broken, .unreachable: color = "red"
        }
        // Below gateways that lead nowhere.
        let y = frame.y + frame.header + box.doors.count * (SVGLayout.door + SVGLayout.gap) + 20
        let isCrossed = if case .unreachable = box.entry { true } else { false }
        let isDashed = box.entry != .direct
        let end = border + outward * (isCrossed ? 14 : 8)
        canvas.line(color + (isDashed ? " dashed" : ""), x1: barSide, y1: y, x2: end, y2: y)
        if isCrossed {
            canvas.cross(color, x: border + outward * 14, y: y)
        } else {
            canvas.arrowHead(color, x: border + outward, y: y, isLeftward: frame.isLeft)
        }
        canvas.text(
            box.entry.label,
            color,
            x: border + outward * 16,
            y: y - 8,
            size: 11,
            within: layout.gutter - 28,
            anchor: frame.isLeft ? "start" : "end"
        )
    }
}
