internal import MeshModel
internal import TextFormats

/// Collects the elements of a diagram; coordinates are whole pixels.
struct SVGCanvas {
    private(set) var elements: [String] = []

    /// Adds a rectangle with round corners.
    mutating func rectangle(_ style: String, x: Int, y: Int, width: Int, height: Int, radius: Int) {
        elements.append(
            "<rect class=\"\(style)\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" rx=\"\(radius)\"/>"
        )
    }

    /// Adds a text at its base line, shortened to fit; a shortened text has its full text as title.
    mutating func text(
        _ text: String,
        _ style: String,
        x: Int,
        y: Int,
        size: Int,
        within width: Int,
        anchor: String = "start"
    ) {
        let weight: SVGText.Weight = style.split(separator: " ").contains("b") ? .bold : .regular
        let fitted = SVGText.fitted(text, size, within: width, weight)
        let place = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
        let title = fitted == text ? "" : "<title>\(XMLText.content(text))</title>"
        elements.append(
            "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\"\(place)>\(title)"
                + "\(XMLText.content(fitted))</text>"
        )
    }

    /// Adds lines of bold text, one below the other; the first line has the whole text as title.
    mutating func title(_ lines: [String], of text: String, x: Int, y: Int, size: Int, step: Int) {
        for (number, line) in lines.enumerated() {
            let title = number == 0 && lines.joined() != text ? "<title>\(XMLText.content(text))</title>" : ""
            elements.append(
                "<text class=\"text b\" x=\"\(x)\" y=\"\(y + number * step)\" font-size=\"\(size)\">\(title)"
                    + "\(XMLText.content(line))</text>"
            )
        }
    }

    /// Adds a straight line.
    mutating func line(_ style: String, x1: Int, y1: Int, x2: Int, y2: Int) {
        elements.append("<path class=\"line \(style)\" d=\"M\(x1) \(y1)L\(x2) \(y2)\"/>")
    }

    /// Adds an arrow head that ends at a point and points left or right.
    mutating func arrowHead(_ style: String, x: Int, y: Int, isLeftward: Bool) {
        let back = isLeftward ? x + 9 : x - 9
        elements.append("<path class=\"\(style)\" d=\"M\(x) \(y)L\(back) \(y - 5)L\(back) \(y + 5)Z\"/>")
    }

    /// Adds a cross, the mark of a closed way.
    mutating func cross(_ style: String, x: Int, y: Int) {
        let path = "M\(x - 5) \(y - 5)L\(x + 5) \(y + 5)M\(x - 5) \(y + 5)L\(x + 5) \(y - 5)"
        elements.append("<path class=\"line thick \(style)\" d=\"\(path)\"/>")
    }

    /// Adds a dot.
    mutating func dot(_ style: String, x: Int, y: Int) {
        elements.append("<circle class=\"\(style)\" cx=\"\(x)\" cy=\"\(y)\" r=\"3\"/>")
    }

    /// Begins a group, one element for screen readers.
    mutating func begin(_ title: String) {
        elements.append("<g><title>\(XMLText.content(title))</title>")
    }

    /// Ends a group.
    mutating func end() { elements.append("</g>") }
}
