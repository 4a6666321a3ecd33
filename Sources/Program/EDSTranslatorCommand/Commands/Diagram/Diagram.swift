internal import ArgumentParser
internal import MeshModel
internal import MeshOverview

/// `diagram`: draws a mesh.
struct Diagram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draw networks, clusters and gateways, with the ways into each network.",
        discussion: """
            SVG is self-contained. GitHub and GitLab render Mermaid in Markdown; Graphviz renders DOT.

            EXAMPLES:
              eds-translator diagram --example --output mesh.svg
              eds-translator diagram Examples/thread -o mermaid
              eds-translator diagram Examples/thread -o dot | dot -Tpng > mesh.png
              eds-translator diagram Examples/thread --view network-a --theme dark --output a.svg
            """
    )

    @OptionGroup var input: MeshInput

    @OptionGroup var names: NameOptions

    @Option(name: [.customShort("o"), .customLong("format")], help: "svg, mermaid or dot.")
    var format = Format.svg

    @Option(
        help: ArgumentHelp("Output file; standard output by default.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @Option(help: ArgumentHelp("Show the view of proxies in this network.", valueName: "network"))
    var view: String?

    @Option(help: "The colours of SVG: light, dark, or auto for the reader's system preference.")
    var theme: Theme?

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case svg
        case mermaid
        case dot
    }

    enum Theme: String, ExpressibleByArgument, CaseIterable {
        case light
        case dark
        case auto

        var colours: SVGTheme {
            switch self {
            case .light: .light
            case .dark: .dark
            case .auto: .auto
            }
        }
    }

    func validate() throws {
        if theme != nil, format != .svg { throw ValidationError("--theme requires -o svg.") }
    }

    func run() async throws {
        let overview = try await names.overview(input)
        let view = try view.map { name in
            let id = NetworkID(name)
            guard !name.isEmpty, overview.network(id) != nil else {
                let known = overview.networks.prefix(20).map(\.id.name).joined(separator: ", ")
                throw CommandFailure(.usage, "unknown network \"\(name)\": expected one of \(known)")
            }
            return id
        }
        let diagram = MeshDiagram(overview, view: view)
        let text =
            switch format {
            case .svg: diagram.svg(theme: (theme ?? .auto).colours)
            case .mermaid: diagram.mermaid
            case .dot: diagram.dot
            }
        if let output {
            try OutputFiles.write(Array(text.utf8), to: output)
        } else {
            print(text, terminator: "")
        }
    }
}
