internal import ArgumentParser
internal import AssignmentComparison
internal import LoadGenerator
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
            --proxy or --node it compares every proxy of proxies.yaml, or else one sidecar of each workload; without \
            --resource each one's own list, or everything it sees. --semantics is not used.

            With --context or --in-cluster it reads live clusters once. With --against it first compares the answers of \
            --from with those of the running istiod: a dump or a server, as `diff` reads them. Ends with 1 when an answer \
            changes, or when the running istiod answers differently.

            EXAMPLES:
              eds-translator upgrade Examples/left-out --from istio-1.30 --to istio-1.31
              eds-translator upgrade mesh --from istio-1.28 --to istio-1.30 -o sarif
              eds-translator upgrade --context prod-east=east --context prod-west=west
              eds-translator upgrade mesh --against http://127.0.0.1:15000
            """
    )

    @OptionGroup var input: MeshInput

    @Option(help: ArgumentHelp("The rule set before.", valueName: "rules"), completion: .list(RuleOptions.ruleSets))
    var from = "istio-1.30"

    @Option(help: ArgumentHelp("The rule set after.", valueName: "rules"), completion: .list(RuleOptions.ruleSets))
    var to = "istio-1.31"

    @OptionGroup var selection: ProxySelection

    @OptionGroup(title: "Live Clusters") var clusters: ClusterSourceOptions

    @OptionGroup var names: NameOptions

    @Option(
        help: ArgumentHelp(
            "The answers of the running istiod: a dump, xds://host:port or http://host:port, as for diff.",
            valueName: "source"
        ),
        completion: .file()
    )
    var against: String?

    @OptionGroup(title: "XDS Servers With TLS") var tls: ClientTLSOptions

    @Option(help: ArgumentHelp("How long to wait for a server.", valueName: "time"))
    var timeout = "10s"

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
        let report = try await report(Self.rules(from), Self.rules(to))
        switch output {
        case .text: text.show(UpgradeText(report: report, most: max, style: text.style).text)
        case .json: print(report.json.text(pretty: true))
        case .junit: print(JUnitRenderer(failing: .info).text(report.lintReport), terminator: "")
        case .sarif: print(SARIFRenderer(version: Version.number).text(report.lintReport), terminator: "")
        }
        if !report.findings.isEmpty {
            throw CommandFailure(.findings, "\(report.findings.count) answers change from \(from) to \(to)")
        }
        if let basis = report.basis, !basis.differing.isEmpty {
            let count = CountText.of(basis.differing.count, "answer")
            throw CommandFailure(.findings, "\(basis.source) differs from \(from) in \(count)")
        }
    }

    private static func rules(_ name: String) throws -> TranslationSemantics {
        do {
            return try TranslationSemantics(parsing: name)
        } catch {
            throw CommandFailure(.usage, error.message)
        }
    }

    private func report(
        _ before: TranslationSemantics,
        _ after: TranslationSemantics
    ) async throws -> UpgradeReport {
        var mesh = try await clusters.read(input)
        if mesh.proxies.isEmpty { mesh.proxies = WorkloadSidecars(mesh, before, try input.rules.inference()).proxies }
        let comparison = try await RuleSetComparison(mesh, input.rules, selection, names, from: before, to: after)
        var basis: UpgradeReport.Basis?
        if let against { basis = try await self.basis(against, mesh, comparison.snapshot) }
        return UpgradeReport(
            comparison.differences,
            from: from,
            to: to,
            snapshot: comparison.snapshot,
            proxies: comparison.proxies,
            basis: basis
        )
    }

    /// Compares the answers of the first rule set with those of the running istiod.
    private func basis(
        _ source: String,
        _ mesh: MeshDirectory,
        _ snapshot: MeshSnapshot
    ) async throws -> UpgradeReport.Basis {
        let limit: Duration
        do throws(LoadError) {
            limit = .nanoseconds(try DurationText.nanoseconds(parsing: timeout))
        } catch {
            throw CommandFailure(.usage, "--timeout: \(error.message)")
        }
        let own = DiffSource.mesh(MeshAnswers(mesh, MeshState(directory: mesh, snapshot: snapshot)))
        let running = try await DiffSource.open(source, input.rules, names, tls, within: limit)
        let sides = try await DiffPairing(selection: selection, limit: limit).sides(own, running)
        do {
            let difference = try SetComparison(ComparisonOptions(clusters: Set(selection.resource)))
                .compare(sides.0, sides.1)
            return UpgradeReport.Basis(
                source: source,
                compared: difference.proxies.reduce(0) { $0 + $1.comparedClusters },
                differing: difference.proxies.flatMap { proxy in
                    proxy.clusters.filter { !$0.isEmpty }.map {
                        UpgradeReport.Basis.Answer(node: proxy.node ?? "", name: $0.name)
                    }
                }
            )
        } catch {
            throw CommandFailure(.usage, error.description)
        }
    }
}
