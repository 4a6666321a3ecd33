internal import ArgumentParser
internal import AssignmentComparison
internal import MeshModel
internal import MeshSources
internal import MeshViews

/// The expected golden files: all assignments of a mesh directory's proxies.
struct GoldenAnswers {
    let location: MeshLocation
    let isLenient: Bool

    /// Returns the expected files for rule sets.
    func plan(_ allRules: [GoldenRules]) async throws -> GoldenPlan {
        var plan = GoldenPlan()
        for rules in allRules {
            let options = try options(rules)
            let mesh = try options.read(location)
            guard !mesh.proxies.isEmpty else {
                throw CommandFailure(
                    .usage,
                    "the directory has no proxies.yaml, expected one with the proxies to record"
                )
            }
            let names = try NameOptions.parse([])
            let answers = MeshAnswers(mesh, try await names.infer(mesh, options))
            plan.add(try mesh.proxies.map { try self.answers(to: $0, answers) }, by: rules)
        }
        var paths: Set<String> = []
        for (path, file) in plan.files where !paths.insert(path).inserted {
            let node = file.proxies.first ?? ""
            throw CommandFailure(
                .badInput,
                "proxies.yaml has \(node) twice, with different assignments: expected unique ids"
            )
        }
        return plan
    }

    private func answers(
        to declared: DeclaredProxy,
        _ answers: MeshAnswers
    ) throws -> (node: String, assignments: [ComparableAssignment]) {
        let proxy = answers.mesh.proxy(for: declared.node)
        let names = declared.resources.isEmpty ? answers.mesh.names(for: proxy) : Set(declared.resources).sorted()
        return (declared.node.id, try names.map { try answers.assignment($0, for: proxy) })
    }

    private func options(_ rules: GoldenRules) throws -> RuleOptions {
        do {
            var arguments = ["--semantics", rules.ruleSet]
            for feature in rules.features {
                let sides = feature.split(separator: "=", maxSplits: 1).map(String.init)
                guard ["ambient", "ambient-ingress", "mcs"].contains(sides.first) else {
                    throw CommandFailure(.badInput, "a golden file was recorded with \(feature), which is unknown")
                }
                // A file that says no more than ambient was recorded in several networks.
                let value = sides[0] == "ambient" && sides.count == 1 ? [AmbientChoice.multiNetwork.rawValue] : []
                arguments += ["--" + sides[0]] + sides.dropFirst() + value
            }
            if isLenient { arguments.append("--lenient") }
            return try RuleOptions.parse(arguments)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(
                .badInput,
                "a golden file was recorded with unknown rules: \(rules.arguments)"
            )
        }
    }
}

extension GoldenRules {
    /// Makes the rules that the command line selects.
    init(_ options: RuleOptions) {
        var features: [String] = []
        switch options.ambient {
        case .off: break
        case .multiNetwork: features.append("ambient")
        case .single: features.append("ambient=\(options.ambient.rawValue)")
        }
        if options.ambientIngress { features.append("ambient-ingress") }
        if options.mcs != .off { features.append("mcs=\(options.mcs.rawValue)") }
        self.init(ruleSet: options.semantics, features: features)
    }
}
