import Foundation
import FoundationXML

/// The rectangles and texts of an SVG picture.
struct SVGPicture {
    struct Area: CustomStringConvertible {
        var x: Double
        var y: Double
        var width: Double
        var height: Double
        var text = ""

        var description: String { "\(text) at \(x),\(y), \(width) by \(height)" }

        func overlaps(_ other: Area) -> Bool {
            x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
        }

        func isInside(_ other: Area) -> Bool {
            x >= other.x && y >= other.y && x + width <= other.x + other.width && y + height <= other.y + other.height
        }
    }

    let page: Area
    let networks: [Area]
    let doors: [Area]
    let cards: [Area]
    let texts: [Area]

    init(_ svg: String) throws {
        let document = try XMLDocument(xmlString: svg)
        let number = { (node: XMLElement, name: String) in Double(node.value(of: name) ?? "") ?? 0
        }
        let rectangles = try document.nodes(forXPath: "//*[local-name()='rect']").compactMap { $0 as? XMLElement }
        let areas = rectangles.map { node in
            (
                style: node.value(of: "class") ?? "",
                radius: number(node, "rx"),
                area: Area(
                    x: number(node, "x"),
                    y: number(node, "y"),
                    width: number(node, "width"),
                    height: number(node, "height")
                )
            )
        }
        page = areas.first { $0.style == "page" }?.area ?? Area(x: 0, y: 0, width: 0, height: 0)
        networks = areas.filter { $0.radius == 12 }.map(\.area)
        doors = areas.filter { ["door", "shut"].contains($0.style) }.map(\.area)
        cards = areas.filter { $0.style.hasPrefix("card") }.map(\.area)
        let nodes = try document.nodes(forXPath: "//*[local-name()='text']").compactMap { $0 as? XMLElement }
        texts = nodes.map { node in
            let own = (node.children ?? []).filter { $0.kind == .text }.compactMap(\.stringValue).joined()
            let size = number(node, "font-size")
            // A lower bound of a letter's width, independent of the product's own table.
            let width = Double(own.count) * size * 0.45
            let anchor = node.value(of: "text-anchor")
            let x = number(node, "x") - (anchor == "middle" ? width / 2 : anchor == "end" ? width : 0)
            return Area(x: x, y: number(node, "y") - size * 0.75, width: width, height: size * 0.95, text: own)
        }
    }
}

extension XMLElement {
    /// Returns an attribute by its plain name; `attribute(forName:)` finds none in a document with a default namespace.
    func value(of name: String) -> String? { attributes?.first { $0.name == name }?.stringValue }
}
