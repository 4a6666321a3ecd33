internal import ArgumentParser
internal import MeshExplanation
internal import MeshLint
internal import MeshModel
internal import MeshSources
internal import MeshViews
internal import NetworkInference
internal import TextFormats

/// `upgrade`: shows the answers that change between two rule sets.
struct Upgrade: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what an upgrade of istiod would change for the proxies of a mesh.",
        discussion: """
            Answers every proxy by both rule sets, and groups the answers that change by the difference that causes it, \
            with the release of Istio, the objects that it depends on, and the setting that keeps the old answer. Without \
            --proxy or --node it compares every proxy of proxies.yaml; without --resource each one's own list, or \
            everything it sees. --semantics is not used. Ends with 1 when an answer changes.

            EXAMPLES:
              eds-translator upgrade Examples/left-out --from istio-1.30 --to istio-1.31
              eds-translator upgrade mesh --from istio-1.28 --to istio-1.30 -o sarif
            """
    )

    @OptionGroup var input: MeshInput

    @Option(help: ArgumentHelp("The rule set before.", valueName: "rules"), completion: .list(RuleOptions.ruleSets))
    var from = "istio-1.30"

    @Option(help: ArgumentHelp("The rule set after.", valueName: "rules"), completion: .list(RuleOptions.ruleSets))
    var to = "istio-1.31"

    @OptionGroup var selection: ProxySelection

    @Option(help: ArgumentHelp("The most answers to show for each difference in text.", valueName: "count"))
    var max = 5

    @Option(name: [.short, .long], help: "text, json, junit or sarif.")
    var output = OutputFormat.text

    @OptionGroup var text: TextOutputOptions

    enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case junit
        case sarif
    }

    func validate() throws {
        guard max >= 0 else { throw ValidationError("--max must not be negative.") }
    }

    func run() async throws {
        let report = try report(Self.rules(from), Self.rules(to))
        switch output {
        case .text: text.show(UpgradeText(report: report, most: max, style: text.style).text)
        case .json: print(report.json.text(pretty: true))
        case .junit: print(JUnitRenderer(failing: .info).text(report.lintReport), terminator: "")
        case .sarif: print(SARIFRenderer(version: Version.number).text(report.lintReport), terminator: "")
        }
        if !report.findings.isEmpty {
            throw CommandFailure(.findings, "\(report.findings.count) answers change from \(from) to \(to)")
        }
    }

    private static func rules(_ name: String) throws -> TranslationSemantics {
        do {
            return try TranslationSemantics(parsing: name)
        } catch {
            throw CommandFailure(.usage, error.message)
        }
    }

    private func report(_ before: TranslationSemantics, _ after: TranslationSemantics) throws -> UpgradeReport {
        let mesh = try input.read()
        var inference = try input.rules.inference()
        inference.semantics = before
        let known: MeshState
        do {
            known = MeshState(directory: mesh, snapshot: try inference.snapshot(of: mesh))
        } catch {
            throw CommandFailure(.badInput, error.summary)
        }
        let asked = try ProxyQuery.all(selection, mesh, known.snapshot)
        let differences = RuleSetDifferences(mesh, by: inference, from: before, to: after) { snapshot in
            let state = MeshState(directory: mesh, snapshot: snapshot)
            return asked.flatMap { asker in
                let proxy = state.proxy(for: asker.node)
                return asker.names.map { RuleSetDifferences.Question(node: asker.node.id, name: $0, proxy: proxy) }
            }
        }
        let proxies = Dictionary(asked.map { ($0.node.id, known.proxy(for: $0.node)) }) { first, _ in first }
        return UpgradeReport(differences, from: from, to: to, snapshot: known.snapshot, proxies: proxies)
    }
}
