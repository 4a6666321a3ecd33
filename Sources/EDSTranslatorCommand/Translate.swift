internal import ArgumentParser
internal import DiscoveryServer
internal import EndpointTranslation
internal import EnvoyMessages
internal import MeshModel
internal import MeshSources
internal import NameResolution

/// `translate`: prints what proxies would get.
struct Translate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the ClusterLoadAssignments that proxies would get.",
        discussion: """
            Without --proxy or --node it answers every proxy of proxies.yaml, in order; without --resource each one's \
            own list, or everything it sees.

            EXAMPLES:
              eds-translator translate Examples/west-east
              eds-translator translate -o text
              eds-translator translate Examples/west-east --semantics istio-1.30 -o yaml
              eds-translator translate Examples/west-east -o envoy --output-dir eds \\
                --proxy sidecar~127.1.9.1~client.shop~shop.svc.cluster.local
            """
    )

    @OptionGroup var input: MeshInput

    @Option(help: ArgumentHelp("A proxy, by its node id; may be repeated.", valueName: "id"))
    var proxy: [String] = []

    @Option(help: ArgumentHelp("A file with an Envoy Node in YAML or JSON; may be repeated.", valueName: "file"))
    var node: [String] = []

    @Option(help: ArgumentHelp("A cluster name; may be repeated.", valueName: "name"))
    var resource: [String] = []

    @Option(name: [.short, .long], help: "json, yaml, text, binary or envoy.")
    var output = OutputFormat.json

    @Option(help: ArgumentHelp("Where to write files, for binary and envoy.", valueName: "folder"))
    var outputDir: String?

    @Flag(
        help:
            "Ask the name servers for gateway host names that dns.yaml does not pin; the answer may change from run to run."
    )
    var resolveNames = false

    enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
        case json
        case yaml
        case text
        case binary
        case envoy
    }

    func validate() throws {
        if output == .envoy, outputDir == nil { throw ValidationError("-o envoy needs --output-dir.") }
        if outputDir != nil, output != .envoy, output != .binary {
            throw ValidationError("--output-dir goes with -o envoy or -o binary.")
        }
    }

    func run() async throws {
        let directory = try input.read()
        let mesh = try await infer(directory)
        let answers = try askers(directory).map { asker in
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

    /// Infers the mesh; names of gateways are looked up only on demand, because their answers are nobody's input.
    private func infer(_ directory: MeshDirectory) async throws -> ServedMesh {
        let mesh = try input.infer(directory)
        let unknown = mesh.snapshot.gateways.unresolved.map(\.address)
        guard directory.pinnedNames == nil, !unknown.isEmpty else { return mesh }
        guard resolveNames else {
            for name in Set(unknown).sorted() {
                StandardError.write(
                    "warning: gateway name \(name) counts as unresolved: pin it in dns.yaml or ask with --resolve-names"
                )
            }
            return mesh
        }
        let names = try GatewayNames(isReference: input.isReference)
        let resolved = await names.resolve(mesh, within: .seconds(10))
        await names.stop()
        for (name, error) in resolved.errors.sorted(by: { $0.key < $1.key }) {
            StandardError.write("warning: gateway name \(name): \(error)")
        }
        return try input.infer(directory, names: resolved.addresses)
    }

    private struct Asker {
        let node: EnvoyNode
        let resources: [String]
    }

    /// The proxies that are asked for; all that are declared unless some are named.
    private func askers(_ directory: MeshDirectory) throws -> [Asker] {
        var askers: [Asker] = []
        for id in proxy {
            if let declared = directory.proxies.first(where: { $0.node.id == id }) {
                askers.append(Asker(node: declared.node, resources: resource.isEmpty ? declared.resources : resource))
            } else {
                askers.append(Asker(node: EnvoyNode(id: id), resources: resource))
            }
        }
        for file in node {
            do {
                askers.append(Asker(node: try EnvoyNode(file: file), resources: resource))
            } catch {
                throw CommandFailure(.badInput, error.description)
            }
        }
        guard askers.isEmpty else { return askers }
        guard !directory.proxies.isEmpty else {
            throw CommandFailure(.usage, "the directory has no proxies.yaml: name a proxy with --proxy or --node")
        }
        return directory.proxies.map {
            Asker(node: $0.node, resources: resource.isEmpty ? $0.resources : resource)
        }
    }

    private func write(_ answers: [TranslatedProxy], _ mesh: ServedMesh) throws {
        switch output {
        case .json: print(try TranslationDocument.json(answers).text(pretty: true))
        case .yaml: print(try TranslationDocument.json(answers).yaml, terminator: "")
        case .text: print(TranslationTable(mesh: mesh).text(answers), terminator: "")
        case .binary: try BinaryOutput(folder: outputDir).write(answers)
        case .envoy: try EnvoyFileOutput(folder: outputDir ?? ".").write(answers)
        }
    }
}
