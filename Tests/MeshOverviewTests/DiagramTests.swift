import Foundation
import FoundationXML
import MeshModel
import MeshOverview
import Testing
import TranslationTestSupport

@Suite("Mesh diagrams")
struct DiagramTests {
    /// Meshes of all kinds, by name.
    private static let meshes: [(name: String, mesh: TestMesh)] = [
        ("1", ManyNetworks.mesh(1)), ("2", ManyNetworks.mesh(2)), ("12", ManyNetworks.mesh(12)),
        ("130", ManyNetworks.mesh(130)), ("hostile", ManyNetworks.hostile), ("long", ManyNetworks.longNames),
        ("empty", TestMesh(clusters: ["a": [Manifest.namespace("istio-system")]])),
    ]

    private static func diagrams(_ number: Int) throws -> [MeshDiagram] {
        let overview = try meshes[number].mesh.overview()
        return [MeshDiagram(overview)] + (overview.networks.first.map { [MeshDiagram(overview, view: $0.id)] } ?? [])
    }

    @Test("The SVG diagram is well-formed, has a title, and is self-contained", arguments: meshes.indices)
    func svg(_ number: Int) throws {
        for diagram in try Self.diagrams(number) {
            for theme in SVGTheme.allCases {
                let svg = diagram.svg(theme: theme)
                let document = try XMLDocument(xmlString: svg)
                let root = try #require(document.rootElement())
                #expect(root.value(of: "role") == "img")
                #expect(root.elements(forName: "title").first?.stringValue == diagram.title)
                let description = try #require(root.elements(forName: "desc").first?.stringValue)
                for box in diagram.boxes { #expect(description.contains(box.detail)) }
                #expect(root.elements(forName: "script").isEmpty)
                #expect(try root.nodes(forXPath: "//@href | //@src | //@onload | //*[local-name()='script']").isEmpty)
                #expect(svg.components(separatedBy: "http").count == 2, "only the name space is a link")
                #expect(svg.contains("prefers-color-scheme: dark") == (theme == .auto))
                #expect(svg == diagram.svg(theme: theme))
            }
        }
    }

    @Test("Every name is in the diagram as text or as the title of a shortened text", arguments: [1, 2, 4, 5])
    func names(_ number: Int) throws {
        let overview = try Self.meshes[number].mesh.overview()
        let document = try XMLDocument(xmlString: MeshDiagram(overview).svg())
        let words = try document.nodes(forXPath: "//*").compactMap(\.stringValue)
        for name in overview.networks.map(\.id.name) + overview.clusters.map(\.id.name) {
            #expect(words.contains { $0.contains(name) }, "\(name)")
        }
    }

    @Test(
        "Networks, gateways and clusters do not overlap in the diagram, and contain their texts",
        arguments: meshes.indices
    )
    func layout(_ number: Int) throws {
        for diagram in try Self.diagrams(number) {
            let picture = try SVGPicture(diagram.svg())
            #expect(picture.networks.count == diagram.boxes.count)
            #expect(picture.doors.count == diagram.boxes.flatMap(\.doors).count)
            #expect(picture.cards.count == diagram.boxes.flatMap(\.cards).count)
            for (index, one) in picture.networks.enumerated() {
                #expect(one.isInside(picture.page))
                for other in picture.networks[(index + 1)...] { #expect(!one.overlaps(other)) }
            }
            for (index, one) in picture.doors.enumerated() {
                #expect(one.isInside(picture.page))
                for other in picture.doors[(index + 1)...] + picture.cards { #expect(!one.overlaps(other)) }
                #expect(
                    picture.networks.filter(one.overlaps).count == 1,
                    "a gateway stands on the border of one network"
                )
            }
            for card in picture.cards { #expect(picture.networks.filter(card.isInside).count == 1) }
            for text in picture.texts { #expect(text.isInside(picture.page), "\(text)") }
            for (index, one) in picture.texts.enumerated() {
                for other in picture.texts[(index + 1)...] { #expect(!one.overlaps(other), "\(one) \(other)") }
            }
        }
    }

    @Test("A diagram of hundreds of networks is summarized and shows the broken ones")
    func bounds() throws {
        let overview = try ManyNetworks.mesh(130).overview()
        let diagram = MeshDiagram(overview)
        #expect(diagram.boxes.count == 24)
        #expect(diagram.moreBoxes == overview.networks.count - 24)
        #expect(diagram.boxes.contains { $0.title == "network-07" && $0.entry == .broken })
        #expect(diagram.svg().contains("and \(diagram.moreBoxes) more networks"))
        #expect(diagram.svg().utf8.count < 100_000)
        let view = MeshDiagram(overview, view: "network-99")
        #expect(view.boxes.first?.title == "network-99")
        #expect(view.boxes.first?.entry == .own)
        #expect(view.boxes.filter(\.hasClients).count == 1)
    }

    @Test("The DOT diagram is balanced, and its edges join existing nodes", arguments: meshes.indices)
    func dot(_ number: Int) throws {
        for diagram in try Self.diagrams(number) {
            let bare = Self.withoutQuotes(diagram.dot)
            #expect(bare.filter { $0 == "{" }.count == bare.filter { $0 == "}" }.count)
            #expect(!bare.contains("\""))
            let lines = bare.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            let nodes = Set(
                lines.filter { !$0.contains("->") && $0.contains(" [") }.map { $0.split(separator: " ")[0] }
            )
            for line in lines where line.contains("->") {
                let ends = line.split(separator: " ")
                #expect(nodes.contains(ends[0]) && nodes.contains(ends[2]), "\(line)")
            }
        }
    }

    /// Returns the text without its quoted parts; an escaped quote does not end one.
    private static func withoutQuotes(_ text: String) -> String {
        var result = ""
        var (isQuoted, isEscaped) = (false, false)
        for character in text {
            if isEscaped {
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if !isQuoted {
                result.append(character)
            }
        }
        return isQuoted ? result + "\"" : result
    }

    @Test("The Mermaid diagram has an end for every subgraph and a style for every edge", arguments: meshes.indices)
    func mermaid(_ number: Int) throws {
        for diagram in try Self.diagrams(number) {
            let lines = diagram.mermaid.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            #expect(lines[0].hasPrefix("%% "))
            #expect(lines[1] == "flowchart LR")
            #expect(lines.filter { $0.hasPrefix("subgraph ") }.count == lines.filter { $0 == "end" }.count)
            let edges = lines.filter {
                $0.contains(" --- ") || $0.contains(" -->") || $0.contains(" -.->") || $0.contains(" -.-x")
            }
            #expect(lines.filter { $0.hasPrefix("linkStyle ") }.count == edges.count)
            for line in lines.dropFirst(2) {
                #expect(line.filter { $0 == "\"" }.count % 2 == 0, "\(line)")
                for quoted in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                where quoted.offset % 2 == 1 {
                    let text = quoted.element.replacingOccurrences(of: "<br/>", with: "")
                    #expect(!text.contains { "<>{}|`&%\\".contains($0) }, "\(line)")
                }
            }
        }
    }

    @Test("Control characters, other scripts and markup are escaped in diagrams")
    func escaping() throws {
        var overview = try ManyNetworks.mesh(2).overview()
        for (number, name) in ["\u{0}\u{1F}\u{7F}\u{FFFE}\n\r\t", "网络 🕸️ e\u{301}", "</title></svg>]]>"].enumerated() {
            guard number < overview.networks.count else { break }
            overview.networks[number].id = NetworkID(name)
        }
        let diagram = MeshDiagram(overview)
        _ = try XMLDocument(xmlString: diagram.svg())
        #expect(!diagram.dot.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(!diagram.mermaid.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }
}
