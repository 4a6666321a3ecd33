internal import ArgumentParser
internal import AssignmentComparison
internal import MeshModel
internal import TextFormats

/// `golden verify`: compares the assignments with the golden files.
struct GoldenVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compare the current assignments of a mesh directory's proxies with the golden files.",
        discussion: """
            Each file is compared under the rules that it was recorded with. The new state of a file that differs is \
            written as *.new; golden files themselves are never changed. Nothing is written while the environment \
            variable CI is set. Exits with 1 if a file differs or is missing.

            EXAMPLES:
              eds-translator golden verify --example --golden golden
              eds-translator golden verify Examples/west-east --golden golden --junit golden.xml
            """
    )

    @OptionGroup var location: GoldenLocation

    @Option(
        help: ArgumentHelp("Only files of this rule set.", valueName: "rules"),
        completion: .list(RuleOptions.ruleSets)
    )
    var semantics: String?

    @Flag(help: "Skip invalid objects with a warning, instead of refusing the directory.")
    var lenient = false

    @Option(help: ArgumentHelp("Maximum number of hosts per file.", valueName: "count"))
    var maxDiff = 50

    @Option(help: ArgumentHelp("Output file for results as JUnit XML.", valueName: "file"), completion: .file())
    var junit: String?

    @Option(name: [.short, .long], help: "text or json.")
    var output = ReportFormat.text

    @OptionGroup var text: TextOutputOptions

    func validate() throws {
        guard maxDiff >= 0 else { throw ValidationError("--max-diff must not be negative.") }
    }

    func run() async throws {
        let folder = location.folder
        var files = try folder.files()
        let rules = try chosenRules(&files)
        let plan = try await GoldenAnswers(location: try location.mesh(), isLenient: lenient).plan(rules)
        let (findings, unreferenced) = plan.compare(with: files)
        if !ContinuousIntegration.isOn { try keepNewStates(of: findings, folder) }
        let report = GoldenReport(
            findings: findings,
            unreferenced: unreferenced,
            location: location,
            most: maxDiff,
            isReadOnly: ContinuousIntegration.isOn,
            style: output == .text ? text.style : .plain
        )
        switch output {
        case .text: text.show(report.lines)
        case .json: print(report.json.text(pretty: true))
        }
        if let junit { try OutputFiles.write(Array(report.junit.text.utf8), to: junit) }
        if report.failures > 0 { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    /// Returns the rules of the existing files, or `standard` without files.
    private func chosenRules(_ files: inout [String: [UInt8]]) throws -> [GoldenRules] {
        if let semantics {
            do {
                _ = try TranslationSemantics(parsing: semantics)
            } catch {
                throw CommandFailure(.usage, error.message)
            }
        }
        var rules: Set<GoldenRules> = []
        for (path, bytes) in files {
            // An unreadable file is reported as missing its contents, or as unreferenced.
            guard let file = try? GoldenFile(reading: bytes) else { continue }
            if let semantics, file.rules.ruleSet != semantics {
                files[path] = nil
            } else {
                rules.insert(file.rules)
            }
        }
        return rules.isEmpty ? [GoldenRules(ruleSet: semantics ?? "standard")] : rules.sorted()
    }

    private func keepNewStates(of findings: [GoldenPlan.Finding], _ folder: GoldenFolder) throws {
        for finding in findings {
            let new = finding.path + GoldenFolder.suffix
            switch finding.state {
            case .same: try folder.remove(new)
            case .missing(let file), .different(_, let file), .unreadable(_, let file):
                try folder.write(file.text, to: new)
            }
        }
    }
}
