import MeshLint
import MeshModel
import Testing
import TranslationTestSupport

@Suite("Findings about invalid input")
struct InputFindingTests {
    @Test(
        "Invalid input is a finding and hides no other finding",
        arguments: [
            ("kind: Service\n  metadata: {name: web", "SH900"),
            ("apiVersion: v1\nkind: Pod\nmetadata: {name: 7}\n", "SH901"),
            ("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 70000}]}\n", "SH902"),
            ("apiVersion: v1\nkind: Service\nmetadata: {name: a}\n", "SH903"),
            ("apiVersion: v1\nkind: Service\nkind: Service\n", "SH904"),
            (String(repeating: "[", count: 200) + String(repeating: "]", count: 200), "SH906"),
        ]
    )
    func findings(_ text: String, _ code: String) throws {
        let mesh = Part.adding(
            "clusters/west/bad.yaml",
            text,
            to: Part.twoNetworks(east: [Manifest.namespace("shop", network: "east")])
        )
        let report = try LintedMesh(mesh: mesh).report()
        #expect(Set(report.findings.map(\.code)) == [code, "SH035"])
        #expect(report.findings.first { $0.code == code }?.location.file == "clusters/west/bad.yaml")
    }

    @Test("The linter accepts input that the rule sets refuse as contradictory")
    func contradictions() throws {
        let networks = Part.registries(
            east: "{fromRegistry: east}, {fromCidr: 10.0.0.0/8}",
            west: "{fromRegistry: east}, {fromCidr: 10.0.0.0/8}"
        )
        let report = try LintedMesh(mesh: Part.unlabelled(networks), semantics: .standard).report(only: [
            "SH005", "SH007",
        ])
        #expect(report.findings.map(\.code).sorted() == ["SH005", "SH007"])
        #expect(report.findings.allSatisfy { $0.severity == .error && $0.message.contains("refused") })
    }
}
