internal import ArgumentParser
internal import MeshModel
internal import MeshOverview

/// `diagram`: draws a mesh.
struct Diagram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draw networks, clusters and gateways, and who gets in how.",
        discussion: """
            SVG needs nothing else to be shown. Mermaid is drawn by GitHub and GitLab inside of Markdown, DOT by Graphviz.

            EXAMPLES:
              eds-translator diagram --output mesh.svg
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
        help: ArgumentHelp("Where to write it; standard output when left out.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @Option(help: ArgumentHelp("Show what proxies in this network see.", valueName: "network"))
    var view: String?

    @Option(help: "The colours of SVG: light, dark, or auto for what the reader's system prefers.")
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
        if theme != nil, format != .svg { throw ValidationError("--theme goes with -o svg.") }
    }

    func run() async throws {
        let overview = try await names.overview(input)
        let view = try view.map { name in
            let id = NetworkID(name)
            guard !name.isEmpty, overview.network(id) != nil else {
                let known = overview.networks.prefix(20).map(\.id.name).joined(separator: ", ")
                throw CommandFailure(.usage, "there is no network \"\(name)\", expected one of \(known)")
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
