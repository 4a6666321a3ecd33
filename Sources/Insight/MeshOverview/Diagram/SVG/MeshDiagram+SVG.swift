internal import MeshModel
internal import TextFormats

extension MeshDiagram {
    /// Returns the diagram as a self-contained SVG document: no scripts, fonts or other files.
    ///
    /// - Parameter theme: the colours.
    public func svg(theme: SVGTheme = .auto) -> String {
        let layout = SVGLayout(self)
        var canvas = SVGCanvas()
        draw(bar: layout, on: &canvas)
        for frame in layout.frames { SVGNetwork(frame: frame, layout: layout).draw(on: &canvas) }
        let legend = SVGLegend(self, width: layout.width)
        let more = moreBoxes > 0 ? 26 : 0
        if moreBoxes > 0 {
            canvas.text(
                "and \(moreBoxes) more networks",
                "muted",
                x: layout.width / 2,
                y: layout.bottom + 30,
                size: 13,
                within: layout.width,
                anchor: "middle"
            )
        }
        legend.draw(on: &canvas, top: layout.bottom + 28 + more)
        let height = layout.bottom + 28 + more + legend.height + SVGLayout.margin - 8
        let size = "width=\"\(layout.width)\" height=\"\(height)\" viewBox=\"0 0 \(layout.width) \(height)\""
        let head = """
            <svg xmlns="http://www.w3.org/2000/svg" \(size) class="\(SVGTheme.scope)" role="img" aria-labelledby="mesh-title mesh-desc">
            <title id="mesh-title">\(XMLText.content(title))</title>
            <desc id="mesh-desc">\(XMLText.content(description))</desc>
            <style>
            \(theme.style)</style>
            <rect class="page" width="\(layout.width)" height="\(height)"/>

            """
        var title = SVGCanvas()
        let room = layout.width - 2 * SVGLayout.margin
        title.text(self.title, "text b", x: SVGLayout.margin, y: 42, size: 20, within: room)
        title.text(subtitle, "muted", x: SVGLayout.margin, y: 64, size: 13, within: room)
        return head + (title.elements + canvas.elements).joined(separator: "\n") + "\n</svg>\n"
    }

    /// The description of the diagram in sentences.
    var description: String {
        let networks = boxes.map { box -> String in
            let used = box.doors.filter(\.isUsed).map(\.label)
            let way =
                switch box.entry {
                case .own: "the clients' own network"
                case .gateways: "entered through \(used.joined(separator: ", "))\(box.moreDoors > 0 ? " and more" : "")"
                case .noEntry: "the only network"
                case .direct, .addresses, .broken, .unreachable: box.entry.label
                }
            return "\(box.title): \(box.detail), \(way)."
        }
        let more = moreBoxes > 0 ? ["And \(moreBoxes) more networks."] : []
        return (["\(subtitle)."] + networks + more).joined(separator: " ")
    }

    private func draw(bar layout: SVGLayout, on canvas: inout SVGCanvas) {
        let center = layout.barX + SVGLayout.bar / 2
        let width = min(SVGText.width(clients, 12, .bold) + 28, 2 * layout.gutter)
        canvas.rectangle(
            "bar",
            x: layout.barX,
            y: SVGLayout.top - 12,
            width: SVGLayout.bar,
            height: layout.bottom - SVGLayout.top + 12,
            radius: 5
        )
        canvas.rectangle("box", x: center - width / 2, y: 80, width: width, height: 26, radius: 13)
        canvas.text(clients, "text b", x: center, y: 97, size: 12, within: width - 16, anchor: "middle")
    }
}
