import AssignmentComparison
import EnvoyMessages
import MeshModel
import Testing
import TextFormats

@Suite("Comparisons of the recorded meshes")
struct CorpusTests {
    @Test("A recorded mesh equals itself under both rule sets", arguments: Corpus.all)
    func itself(_ mesh: Corpus) throws {
        for semantics in [TranslationSemantics.standard, .istio130] {
            let set = Corpus.set(try mesh.answers(semantics))
            let found = try SetComparison(ComparisonOptions(exactWeights: true)).compare(set, set)
            #expect(found.isEmpty)
            #expect(found.proxies.map(\.comparedClusters).reduce(0, +) > 0)
        }
    }

    @Test("The difference between both rule sets is the same from either side", arguments: Corpus.all)
    func mirrored(_ mesh: Corpus) throws {
        let standard = Corpus.set(try mesh.answers(.standard))
        let istio = Corpus.set(try mesh.answers(.istio130))
        let there = try SetComparison().compare(standard, istio)
        let back = try SetComparison().compare(istio, standard)
        #expect(there.mirroredProxies == back.proxies)
    }

    @Test("The answer of a real istiod equals the translation by its rules", arguments: Corpus.all)
    func istiod(_ mesh: Corpus) throws {
        for (number, answer) in try mesh.answers(.istio130).enumerated() {
            let recorded = try mesh.recorded(number)
            let found = try SetComparison(ComparisonOptions(exactWeights: true))
                .compare(Corpus.set([answer]), recorded.set)
            #expect(found.isEmpty, "proxy \(number): \(found.json.text(pretty: true).prefix(2_000))")
        }
    }

    @Test("Golden files are stable when read again, and detect every change", arguments: Corpus.all)
    func golden(_ mesh: Corpus) throws {
        var plan = GoldenPlan()
        plan.add(try mesh.answers(.standard), by: GoldenRules(ruleSet: "standard"))
        plan.add(try mesh.answers(.istio130), by: GoldenRules(ruleSet: "istio-1.30"))
        let pairs = plan.files.map { ($0.path, Array($0.file.text.utf8)) }
        let files = Dictionary(pairs) { first, _ in first }
        #expect(files.count == plan.files.count)
        let (findings, unreferenced) = plan.compare(with: files)
        #expect(unreferenced.isEmpty)
        for finding in findings {
            guard case .same = finding.state else {
                Issue.record("\(finding.path): \(finding.state)")
                continue
            }
        }
        for (path, file) in plan.files {
            for mutated in Self.mutations(of: file) {
                // Only this file, since otherwise all others would be read again each time.
                let changed = plan.compare(with: [path: Array(mutated.text.utf8)]).findings.filter { finding in
                    if case .different = finding.state { true } else { false }
                }
                #expect(changed.map(\.path) == [path])
                let (cluster, added, removed) = file.difference(to: mutated)
                #expect(!cluster.isEmpty || !added.isEmpty || !removed.isEmpty)
            }
        }
    }

    /// Returns the file with one change, for each possible change.
    private static func mutations(of file: GoldenFile) -> [GoldenFile] {
        var mutated: [GoldenFile] = []
        let change = { (edit: (inout ComparableHost) -> Void) in
            var groups = file.assignment.groups
            guard !groups.isEmpty else { return }
            edit(&groups[0].hosts[0])
            var copy = file
            copy.assignment = ComparableAssignment(name: file.assignment.name, groups: groups).canonical
            mutated.append(copy)
        }
        change { $0.weight = $0.weight == 1 ? 2 : $0.weight - 1 }
        change { $0.address = "192.0.2.99:1" }
        change { $0.network = "elsewhere" }
        change { $0.health = HostHealth("DEGRADED") }
        change { $0.metadata = .object([.init("f", .object([.init("k", .string("v"))]))]) }
        var other = file
        other.proxies.append("zz")
        return mutated + [other]
    }
}
