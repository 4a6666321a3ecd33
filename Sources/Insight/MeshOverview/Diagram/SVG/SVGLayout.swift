/// The positions in a diagram: two columns of networks, with the bar from which they are entered between them.
struct SVGLayout {
    /// A network's rectangle.
    struct Frame {
        let box: MeshDiagram.Box
        /// Its name, in one line or two.
        let title: [String]
        /// A Boolean value that indicates whether the contents are beside the name; otherwise they are below it.
        let isDetailBeside: Bool
        /// The names of its cards, in one line or two each.
        let cardTitles: [[String]]
        let isLeft: Bool
        let y: Int
        let height: Int

        /// The height of its heading.
        var header: Int { SVGLayout.header + (isDetailBeside ? 0 : 18) + (title.count - 1) * SVGLayout.titleStep }

        /// The height of a card.
        func cardHeight(_ number: Int) -> Int { SVGLayout.card + (cardTitles[number].count - 1) * SVGLayout.cardStep }
    }

    static let margin = 28
    static let padding = 14
    static let header = 40
    static let card = 46
    static let gap = 8
    /// The distance between two lines of a name.
    static let titleStep = 19
    static let cardStep = 16
    static let door = 26
    static let note = 18
    static let bar = 10
    /// The overlap of gateways with their network.
    static let inset = 14
    /// The top of the networks.
    static let top = 112

    let boxWidth: Int
    /// The distance from a network to the bar.
    let gutter: Int
    let frames: [Frame]
    /// The bottom of the networks.
    let bottom: Int

    var width: Int { 2 * (Self.margin + boxWidth + gutter) + Self.bar }
    var barX: Int { Self.margin + boxWidth + gutter }

    init(_ diagram: MeshDiagram) {
        let boxes = diagram.boxes
        let widest =
            boxes.map { box in
                let title = Self.titleWidth(box)
                let cards = box.cards.map {
                    max(SVGText.width($0.title, 13, .bold), SVGText.width($0.detail, 12)) + 24 + Self.inset
                }
                return max(title, cards.max() ?? 0, box.notes.map { SVGText.width($0, 11) }.max() ?? 0)
            }.max() ?? 0
        let boxWidth = min(max(widest + 2 * Self.padding, 230), 320)
        self.boxWidth = boxWidth
        let doors = boxes.flatMap(\.doors).map { Self.doorWidth($0.label) - Self.inset + 58 }
        let labels = boxes.map { SVGText.width($0.entry.label, 11) + 40 }
        gutter = min(max(doors.max() ?? 0, labels.max() ?? 0, 120), 280)
        // Each network is added to the shorter column; the first one is on the left.
        var ends = [Self.top, Self.top]
        frames = boxes.map { box in
            let column = ends[0] <= ends[1] ? 0 : 1
            let frame = Self.frame(box, isLeft: column == 0, y: ends[column], boxWidth: boxWidth)
            ends[column] += frame.height + 20
            return frame
        }
        bottom = max(ends[0], ends[1], Self.top + 60) - 20
    }

    /// Returns the width of a gateway with its address.
    static func doorWidth(_ label: String) -> Int { min(SVGText.width(label, 12) + 26, 230) }

    /// Returns the width of name and contents in one line.
    private static func titleWidth(_ box: MeshDiagram.Box) -> Int {
        SVGText.width(box.title, 15, .bold) + SVGText.width(box.detail, 12) + 16
    }

    /// Returns the width of a card in a network.
    static func cardWidth(_ boxWidth: Int) -> Int { boxWidth - 2 * padding - inset }

    private static func frame(_ box: MeshDiagram.Box, isLeft: Bool, y: Int, boxWidth: Int) -> Frame {
        let room = boxWidth - 2 * padding
        let isBeside = titleWidth(box) <= room
        let frame = Frame(
            box: box,
            title: isBeside ? [box.title] : SVGText.lines(box.title, 15, within: room, .bold),
            isDetailBeside: isBeside,
            cardTitles: box.cards.map { SVGText.lines($0.title, 13, within: cardWidth(boxWidth) - 24, .bold) },
            isLeft: isLeft,
            y: y,
            height: 0
        )
        let cards =
            box.cards.indices.reduce(0) { $0 + frame.cardHeight($1) + gap } + (box.moreCards > 0 ? note + 4 : 0)
        let doors = box.doors.count * (door + gap) + (box.moreDoors > 0 ? note + 4 : 0)
        let entry = box.entry.label.isEmpty ? 0 : door + gap
        let content = max(cards, doors + entry, 30) + box.notes.count * note + padding - gap
        return Frame(
            box: box,
            title: frame.title,
            isDetailBeside: isBeside,
            cardTitles: frame.cardTitles,
            isLeft: isLeft,
            y: y,
            height: frame.header + content
        )
    }
}
