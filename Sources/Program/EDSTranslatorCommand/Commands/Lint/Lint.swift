internal import ArgumentParser
internal import MeshLint
internal import MeshModel
internal import MeshSources
internal import MeshViews
internal import NameResolution
internal import NetworkInference
internal import ServerRuntime

/// `lint`: finds problems of a mesh before it is served.
struct Lint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find configuration problems of a mesh, with remedies.",
        discussion: """
            Reads everything that can be read, so that one invalid object does not hide other findings. Exits with 1 \
            if there are findings of the severity of --fail-on or higher. Findings are suppressed with --suppress, or \
            in the directory's lint.yaml with a reason.

            EXAMPLES:
              eds-translator lint --example
              eds-translator lint Examples/lint-me --for istio-1.30
              eds-translator lint Examples/lint-me --only SH001 -o github
              eds-translator lint Examples/lint-me --suppress SH015 --suppress 'SH020=Service istio-system/*'
              eds-translator lint --explain-rule SH001
            """
    )

    @OptionGroup var input: MeshInput

    @Flag(help: "Resolve gateway host names that dns.yaml does not pin.")
    var resolveNames = false

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "The rule set to judge by: standard or istio-1.30; that of --semantics by default.",
            valueName: "rules"
        ),
        completion: .list(RuleOptions.ruleSets)
    )
    var judge: String?

    @Option(
        help: ArgumentHelp("Run this rule only; may be repeated.", valueName: "code"),
        completion: .list(Linter.rules.map(\.code))
    )
    var only: [String] = []

    @Option(
        help: ArgumentHelp(
            "Suppress the findings of a rule, or those that match CODE=PATTERN; may be repeated.",
            discussion: "The pattern matches 'Kind namespace/name' or the file; * matches any text.",
            valueName: "code"
        ),
        completion: .list(Linter.rules.map(\.code))
    )
    var suppress: [String] = []

    @Option(help: "The lowest severity that sets exit status 1: error, warning, info or never.")
    var failOn = FailureThreshold.error

    @Option(name: [.short, .long], help: "text, json, sarif, junit or github.")
    var output = OutputFormat.text

    @OptionGroup var text: TextOutputOptions

    @Flag(help: "List all rules.")
    var listRules = false

    @Option(
        help: ArgumentHelp("Describe a rule, or all rules: 'all'.", valueName: "code"),
        completion: .list(["all"] + Linter.rules.map(\.code))
    )
    var explainRule: String?

    enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case sarif
        case junit
        case github
    }

    enum FailureThreshold: String, ExpressibleByArgument, CaseIterable {
        case error
        case warning
        case info
        case never

        var severity: Severity? { Severity(rawValue: rawValue) }
    }

    func validate() throws {
        let codes = only + suppress.map { Suppression(parsing: $0).code }
        for code in codes where !Linter.isRule(code) {
            throw ValidationError("Unknown rule '\(code)': see --list-rules.")
        }
        if let code = explainRule, code != "all", !Linter.isRule(code) {
            throw ValidationError("Unknown rule '\(code)': see --list-rules.")
        }
    }

    func run() async throws {
        if listRules { return print(Self.table) }
        if let code = explainRule {
            let rules = Linter.rules.filter { code == "all" || $0.code == code }
            return print(rules.map(\.longText).joined(separator: "\n"), terminator: "")
        }
        let mesh = try input.readLeniently()
        let report = Linter(
            only: only.isEmpty ? nil : Set(only),
            suppressions: suppress.map(Suppression.init(parsing:)) + (try accepted())
        ).report(on: try await context(of: mesh))
        text.show(renderer.text(report))
        if let least = failOn.severity, report.reaches(least) {
            throw CommandFailure(
                .findings,
                "there are findings of severity \(least.rawValue)\(least == .error ? "" : " or higher")"
            )
        }
    }

    private static var table: String {
        TextTable(
            [["CODE", "SEVERITY", "FINDS"]] + Linter.rules.map { [$0.code, $0.severity.rawValue, $0.title] }
        ).lines.joined(separator: "\n")
    }

    /// Returns the suppressions of `lint.yaml`.
    private func accepted() throws -> [Suppression] {
        guard let directory = try input.location().folder else { return [] }
        let settings: LintSettings
        do {
            settings = try LintSettings(directory: directory)
        } catch {
            throw CommandFailure(.badInput, error.description)
        }
        return try settings.suppressions.map { entry in
            guard Linter.isRule(entry.rule) else {
                throw CommandFailure(
                    .badInput,
                    "\(entry.location): unknown rule \"\(entry.rule)\": expected one of --list-rules"
                )
            }
            return Suppression(
                code: entry.rule,
                object: entry.object,
                file: entry.file,
                reason: entry.reason,
                location: entry.location
            )
        }
    }

    private func context(of mesh: MeshDirectory) async throws -> LintContext {
        var inference = try input.rules.inference()
        if let judge {
            do {
                inference.semantics = try TranslationSemantics(parsing: judge)
            } catch {
                throw CommandFailure(.usage, error.message)
            }
        }
        let context = try infer(mesh, inference, areNamesKnown: false)
        guard resolveNames, mesh.pinnedNames == nil, !context.snapshot.gateways.unresolved.isEmpty else {
            return context
        }
        let names = try GatewayNames(isReference: input.isReference, logger: LogOptions.standard.logger(.names))
        let resolved = await names.resolve(
            MeshState(directory: mesh, snapshot: context.snapshot),
            within: .seconds(10)
        )
        await names.stop()
        for (name, error) in resolved.errors.sorted(by: { $0.key < $1.key }) {
            StandardError.write("warning: gateway name \(name): \(error)")
        }
        inference.names = resolved.addresses
        return try infer(mesh, inference, areNamesKnown: true)
    }

    private func infer(_ mesh: MeshDirectory, _ inference: MeshInference, areNamesKnown: Bool) throws -> LintContext {
        let folder = try input.location().folder
        do {
            return try LintContext(mesh, inference, areNamesKnown: areNamesKnown, directory: folder)
        } catch {
            throw CommandFailure(.badInput, error.summary)
        }
    }

    private var renderer: any LintRenderer {
        switch output {
        case .text: TextRenderer(color: text.style.isColoured)
        case .json: JSONRenderer()
        case .sarif: SARIFRenderer(version: Version.number)
        case .junit: JUnitRenderer(failing: failOn.severity)
        case .github: GitHubRenderer()
        }
    }
}
