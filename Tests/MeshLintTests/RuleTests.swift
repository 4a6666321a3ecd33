import MeshLint
import MeshModel
import Testing
import TranslationTestSupport

@Suite("Lint rules")
struct RuleTests {
    @Test("A rule has findings in its example and none in the similar mesh", arguments: RuleExamples.all)
    func example(_ example: RuleExample) throws {
        let mesh = LintedMesh(
            mesh: example.mesh,
            semantics: example.semantics,
            names: example.names,
            features: example.features
        )
        let places = try mesh.places(example.code)
        #expect(places == example.expected)
        let near = LintedMesh(
            mesh: example.near,
            semantics: example.semantics,
            names: example.names,
            features: example.features
        )
        #expect(try near.report(only: [example.code]).findings == [])
    }

    @Test("Every rule has an example and its own description")
    func coverage() {
        let codes = Linter.rules.map(\.code)
        #expect(codes == codes.sorted())
        #expect(Set(codes).count == codes.count)
        #expect(Set(RuleExamples.all.map(\.code)) == Set(codes.filter { $0 < "SH900" }))
        #expect(Set(Linter.rules.map(\.title)).count == codes.count)
        for rule in Linter.rules {
            #expect(!rule.why.isEmpty && rule.fix.hasSuffix(".") && !rule.example.isEmpty, "\(rule.code)")
        }
    }

    @Test("No rule has findings in a correct mesh")
    func silence() throws {
        for semantics in [TranslationSemantics.standard, .istio130] {
            #expect(try LintedMesh(mesh: Part.twoNetworks(), semantics: semantics).report().findings == [])
        }
        // One cluster, one network, no gateway: no traffic between networks.
        let single = TestMesh(clusters: [
            "main": [Manifest.service("web")] + Manifest.workload("web", ips: ["10.1.0.1"])
        ])
        #expect(try LintedMesh(mesh: single).report().findings == [])
    }

    @Test("A finding is less severe if the rule set in force avoids the problem")
    func severities() throws {
        for (code, istio, standard) in [
            ("SH003", Severity.warning, Severity.info), ("SH005", .error, .info), ("SH016", .error, .info),
            ("SH017", .warning, .info), ("SH034", .warning, .info),
        ] {
            let example = try #require(RuleExamples.all.first { $0.code == code && $0.semantics == .istio130 })
            let asIstio = try LintedMesh(mesh: example.mesh, semantics: .istio130).report(only: [code])
            let asStandard = try LintedMesh(mesh: example.mesh, semantics: .standard).report(only: [code])
            #expect(asIstio.findings.map(\.severity).max() == istio, "\(code)")
            #expect(asStandard.findings.map(\.severity).max() == standard, "\(code)")
            #expect(asStandard.findings.allSatisfy { $0.message.contains("istiod 1.30") }, "\(code)")
        }
    }
}
