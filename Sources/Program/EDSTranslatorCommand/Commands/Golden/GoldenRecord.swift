internal import ArgumentParser
internal import AssignmentComparison
internal import MeshModel

/// `golden record`: writes the files.
struct GoldenRecord: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Write golden files with the current assignments of a mesh directory's proxies.",
        discussion: """
            Files of other rule sets are kept. Nothing is written while the environment variable CI is set.

            EXAMPLES:
              eds-translator golden record --example --golden golden
              eds-translator golden record Examples/west-east --golden golden
              eds-translator golden record mesh --every-rule-set --delete-unreferenced
            """
    )

    @OptionGroup var location: GoldenLocation

    @OptionGroup var rules: RuleOptions

    @Flag(help: "Record with both rule sets, standard and istio-1.30.")
    var everyRuleSet = false

    @Flag(help: "Delete files that no proxy's assignment refers to.")
    var deleteUnreferenced = false

    func run() async throws {
        try ContinuousIntegration.refuse("record")
        let chosen = try chosenRules()
        let plan = try await GoldenAnswers(location: try location.mesh(), isLenient: rules.lenient).plan(chosen)
        let folder = location.folder
        let (findings, others) = plan.compare(with: try folder.files())
        for finding in findings {
            try record(finding, folder)
            try folder.remove(finding.path + GoldenFolder.suffix)
        }
        let folders = Set(chosen.map(\.folder))
        let unreferenced = others.filter { path in folders.contains { path.hasPrefix("\($0)/") } }
        for path in unreferenced {
            if deleteUnreferenced {
                try folder.remove(path)
                print("deleted       \(folder.path)/\(path)")
            } else {
                print("unreferenced  \(folder.path)/\(path)")
            }
        }
        let same = findings.count { if case .same = $0.state { true } else { false } }
        print("\(findings.count) golden files, \(findings.count - same) written")
        if !unreferenced.isEmpty, !deleteUnreferenced {
            StandardError.write("warning: unreferenced files are kept; pass --delete-unreferenced to delete them")
        }
    }

    private func chosenRules() throws -> [GoldenRules] {
        _ = try rules.rules()
        let given = GoldenRules(rules)
        guard everyRuleSet else { return [given] }
        guard rules.semantics == "standard" else {
            throw CommandFailure(.usage, "--every-rule-set and --semantics are mutually exclusive")
        }
        return ["standard", "istio-1.30"].map { GoldenRules(ruleSet: $0, features: given.features) }
    }

    private func record(_ finding: GoldenPlan.Finding, _ folder: GoldenFolder) throws {
        let (verb, file): (String, GoldenFile)
        switch finding.state {
        case .same: return
        case .missing(let new): (verb, file) = ("created      ", new)
        case .different(_, let new), .unreadable(_, let new): (verb, file) = ("changed      ", new)
        }
        try folder.write(file.text, to: finding.path)
        print("\(verb) \(folder.path)/\(finding.path)")
    }
}
