internal import ArgumentParser
internal import MeshModel
internal import MeshOverview
internal import TextFormats

/// `networks`: shows an overview of a mesh.
struct Networks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show networks, gateways and clusters with provenance, reachability, and the effect of MeshNetworks.",
        discussion: """
            Each line of MeshNetworks is left out once and the mesh inferred again, to find lines without effect.

            EXAMPLES:
              eds-translator networks --example
              eds-translator networks Examples/thread
              eds-translator networks Examples/west-east --semantics istio-1.30 -o json
            """
    )

    @OptionGroup var input: MeshInput

    @OptionGroup var names: NameOptions

    @Option(name: [.short, .long], help: "text or json.")
    var output = OutputFormat.text

    @OptionGroup var text: TextOutputOptions

    enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    func run() async throws {
        let overview = try await names.overview(input)
        switch output {
        case .json: print(overview.json.text(pretty: true))
        case .text:
            text.show(OverviewText(overview: overview, folder: try input.location().folder, style: text.style).text)
        }
    }
}
