internal import ArgumentParser
internal import AssignmentComparison
internal import LoadGenerator
internal import MeshModel
internal import TextFormats

/// `diff`: compares the assignments of two sources.
struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare the endpoints of two sources for the same proxies.",
        discussion: """
            A and B are any of: a mesh directory; a file of translate -o json or yaml; xds://host:port, an xDS server; \
            http://host:port, an Envoy's admin port; http://host:port/path, any page with such a dump; a saved \
            /config_dump?include_eds, /clusters?format=json or istiod /debug/edsz; endpoints of istioctl in JSON; \
            golden files, one or a folder; - is standard input. The kind of a file is detected.

            Hosts are matched by cluster, address and network, in any order. A common factor of all weights is no \
            difference. Fields that one side does not have are listed and not compared. Exit status: 0 no difference, \
            1 differences, 3 invalid input, 4 server unreachable.

            EXAMPLES:
              eds-translator diff Examples/west-east Examples/west-east --second-semantics istio-1.30
              eds-translator diff mesh http://127.0.0.1:15000
              eds-translator diff mesh xds://127.0.0.1:18000
              eds-translator diff before.json after.json -o json
            """
    )

    @Argument(help: "First input (directory, URL or dump).", completion: .file())
    var first: String

    @Argument(help: "Second input (directory, URL or dump).", completion: .file())
    var second: String

    @OptionGroup var rules: RuleOptions

    @Option(
        help: ArgumentHelp("The rule set of the second side, if it differs.", valueName: "rules"),
        completion: .list(RuleOptions.ruleSets)
    )
    var secondSemantics: String?

    @OptionGroup var selection: ProxySelection

    @OptionGroup var names: NameOptions

    @OptionGroup(title: "XDS Servers With TLS") var tls: ClientTLSOptions

    @Flag(help: "Compare weights exactly: a common factor is a difference.")
    var exactWeights = false

    @Option(
        help: ArgumentHelp(
            "A field to ignore; may be repeated.",
            discussion: ComparedField.allCases.map(\.rawValue).joined(separator: ", "),
            valueName: "field"
        ),
        completion: .list(ComparedField.allCases.map(\.rawValue)),
        transform: Self.field
    )
    var ignore: [ComparedField] = []

    @Option(help: ArgumentHelp("Maximum number of hosts in the text.", valueName: "count"))
    var maxDiff = 200

    @Option(help: ArgumentHelp("Maximum time to wait for a server.", valueName: "time"))
    var timeout = "10s"

    @Option(name: [.short, .long], help: "text or json.")
    var output = ReportFormat.text

    @OptionGroup var text: TextOutputOptions

    func validate() throws {
        guard maxDiff >= 0 else { throw ValidationError("--max-diff must not be negative.") }
    }

    private static func field(_ name: String) throws -> ComparedField {
        guard let field = ComparedField(rawValue: name) else {
            let names = ComparedField.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("Invalid field '\(name)', expected one of \(names).")
        }
        return field
    }

    func run() async throws {
        let limit: Duration
        do throws(LoadError) {
            limit = .nanoseconds(try DurationText.nanoseconds(parsing: timeout))
        } catch {
            throw CommandFailure(.usage, "--timeout: \(error.message)")
        }
        var secondRules = rules
        if let secondSemantics { secondRules.semantics = secondSemantics }
        let sources = (
            try await DiffSource.open(first, rules, names, tls, within: limit),
            try await DiffSource.open(second, secondRules, names, tls, within: limit)
        )
        let sides = try await DiffPairing(selection: selection, limit: limit).sides(sources.0, sources.1)
        let options = ComparisonOptions(
            exactWeights: exactWeights,
            ignored: Set(ignore),
            clusters: clusters(sides.0, sides.1)
        )
        let difference: SetDifference
        do {
            difference = try SetComparison(options).compare(sides.0, sides.1)
        } catch {
            throw CommandFailure(.usage, error.description)
        }
        try report(difference, [(first, sources.0.title), (second, sources.1.title)])
    }

    /// Returns the clusters to compare: golden files need not cover all of them.
    private func clusters(_ first: AssignmentSet, _ second: AssignmentSet) -> Set<String> {
        let goldens = [first, second].filter { $0.kind == .golden }
        guard selection.resource.isEmpty, goldens.count == 1 else { return Set(selection.resource) }
        return Set(goldens.flatMap(\.proxies).flatMap { Array($0.assignments.keys) })
    }

    private func report(_ difference: SetDifference, _ sides: [(name: String, title: String)]) throws {
        switch output {
        case .json: print(difference.json.text(pretty: true))
        case .text:
            text.show(
                SetDifferenceText(difference: difference, sides: sides, most: maxDiff, style: text.style).lines
            )
        }
        guard difference.isEmpty else { throw ExitCode(ExitStatus.findings.rawValue) }
        // A success without any comparison would be misleading.
        guard difference.proxies.contains(where: { $0.comparedClusters > 0 }) else {
            throw CommandFailure(.badInput, "nothing to compare: no common clusters")
        }
    }
}
