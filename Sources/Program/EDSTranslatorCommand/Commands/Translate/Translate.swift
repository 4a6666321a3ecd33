internal import ArgumentParser
internal import EndpointTranslation
internal import MeshViews
internal import TextFormats

/// `translate`: prints the assignments of proxies.
struct Translate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the ClusterLoadAssignments that proxies would get.",
        discussion: """
            By default every proxy of proxies.yaml is answered, in order, with its own resources or everything it sees.

            EXAMPLES:
              eds-translator translate Examples/west-east
              eds-translator translate --example -o text
              eds-translator translate Examples/west-east --semantics istio-1.30 -o yaml
              eds-translator translate Examples/west-east -o envoy --output-dir eds \\
                --proxy sidecar~127.1.9.1~client.shop~shop.svc.cluster.local
            """
    )

    @OptionGroup var input: MeshInput

    @OptionGroup var selection: ProxySelection

    @OptionGroup var names: NameOptions

    @Option(name: [.short, .long], help: "json, yaml, text, binary or envoy.")
    var output = OutputFormat.json

    @Option(
        help: ArgumentHelp("Output folder, for binary and envoy.", valueName: "folder"),
        completion: .directory
    )
    var outputDir: String?

    @OptionGroup var text: TextOutputOptions

    enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
        case json
        case yaml
        case text
        case binary
        case envoy
    }

    func validate() throws {
        if output == .envoy, outputDir == nil { throw ValidationError("-o envoy requires --output-dir.") }
        if outputDir != nil, output != .envoy, output != .binary {
            throw ValidationError("--output-dir requires -o envoy or -o binary.")
        }
    }

    func run() async throws {
        let directory = try input.read()
        let mesh = try await names.infer(directory, input.rules)
        let answers = try selection.askers(directory).map { asker in
            let proxy = mesh.proxy(for: asker.node)
            let names = asker.resources.isEmpty ? mesh.names(for: proxy) : asker.resources
            let unique = Set(names).sorted()
            return TranslatedProxy(
                node: asker.node,
                proxy: proxy,
                assignments: unique.map { mesh.assignment(named: $0, for: proxy) }
            )
        }
        for failure in answers.flatMap(\.assignments).compactMap(\.failure) {
            StandardError.write("warning: \(failure)")
        }
        try write(answers, mesh)
    }

    private func write(_ answers: [TranslatedProxy], _ mesh: MeshState) throws {
        switch output {
        case .json: print(try TranslationDocument.json(answers).text(pretty: true))
        case .yaml: print(try TranslationDocument.json(answers).yaml, terminator: "")
        case .text: text.show(TranslationTable(mesh: mesh, style: text.style).text(answers))
        case .binary: try BinaryOutput(folder: outputDir).write(answers)
        case .envoy: try EnvoyFileOutput(folder: outputDir ?? ".").write(answers)
        }
    }
}
