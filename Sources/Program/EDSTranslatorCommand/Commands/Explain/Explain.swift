internal import ArgumentParser
internal import MeshExplanation
internal import MeshModel
internal import MeshSources
internal import NetworkInference
internal import TextFormats

/// `explain`: explains the assignments of proxies.
struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain which endpoints a proxy gets and which it does not get, and why.",
        discussion: """
            Every endpoint of the service, sent or not: its network with the rule and object behind it, the results of \
            the other rules, the gateways that represent it and those that do not, the computation of its weight, its \
            priority, or the reason for which it is left out. By default every proxy of proxies.yaml is explained, \
            with its own resources or everything it sees.

            Exits with 1 if a name has no service, an --endpoint is not found, or --semantics-diff finds a difference.

            EXAMPLES:
              eds-translator explain --example --proxy sidecar~127.1.9.1~client-west.shop~shop.svc.cluster.local
              eds-translator explain --example --resource web.shop.svc.cluster.local:80 --endpoint 127.2.0.1
              eds-translator explain Examples/left-out -o json
              eds-translator explain Examples/left-out --semantics-diff
            """
    )

    @OptionGroup var input: MeshInput

    @OptionGroup var selection: ProxySelection

    @OptionGroup var names: NameOptions

    @Option(help: ArgumentHelp("Only endpoints with this address, with or without a port.", valueName: "address"))
    var endpoint: String?

    @Flag(help: "Show every endpoint of big services, instead of one per group of equal ones.")
    var all = false

    @Flag(help: "Show where the results of standard and istio-1.30 differ, and the responsible rules.")
    var semanticsDiff = false

    @Option(name: [.short, .long], help: "text or json.")
    var output = ReportFormat.text

    @OptionGroup var text: TextOutputOptions

    func validate() throws {
        if semanticsDiff, endpoint != nil {
            throw ValidationError("--endpoint and --semantics-diff are mutually exclusive.")
        }
    }

    func run() async throws {
        let directory = try input.read()
        if semanticsDiff { return try await compare(directory) }
        let mesh = try await names.conclude(directory, input.rules)
        let asked = try ProxyQuery.all(selection, directory, mesh.snapshot)
        let explainer = MeshExplainer(mesh)
        let answers = asked.map { asker in
            (proxy: asker.proxy, explanations: explainer.explain(asker.names, for: asker.proxy))
        }
        switch output {
        case .json:
            print(ExplanationDocument.json(answers, endpoint: endpoint).text(pretty: true))
        case .text:
            let explanation = ExplanationText(endpoint: endpoint, showsAll: all, style: text.style)
            text.show(
                answers.map { (explanation.lines($0.proxy, $0.explanations) + [""]).joined(separator: "\n") }
                    .joined(separator: "\n")
            )
        }
        let explanations = answers.flatMap(\.explanations)
        let isNothing = explanations.contains { $0.nearMisses != nil }
        if isNothing { throw CommandFailure(.findings, "no service found for a cluster name") }
        if let endpoint, !explanations.contains(where: { $0.endpoints.contains { $0.isKnown(as: endpoint) } }) {
            throw CommandFailure(.findings, "endpoint \(endpoint) not found in any requested service")
        }
    }

    /// Compares the rule sets.
    private func compare(_ directory: MeshDirectory) async throws {
        let comparison = try await RuleSetComparison(
            directory,
            input.rules,
            selection,
            names,
            from: .standard,
            to: .istio130
        )
        switch output {
        case .json: print(RuleSetText.json(comparison.differences).text(pretty: true))
        case .text: text.show(RuleSetText.text(comparison.differences, text.style))
        }
        if !comparison.differences.findings.isEmpty { throw CommandFailure(.findings, "the rule sets differ") }
    }
}
