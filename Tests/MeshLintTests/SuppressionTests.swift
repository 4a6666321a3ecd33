import MeshLint
import MeshModel
import MeshSources
import Testing
import TranslationTestSupport

@Suite("Lint suppressions")
struct SuppressionTests {
    private static let mesh = Part.twoNetworks(
        east: [Manifest.namespace("shop", network: "east")],
        west: [Manifest.namespace("shop", network: "west"), Manifest.namespace("pay", network: "west")]
    )

    @Test(
        "A suppression matches by rule, object or file",
        arguments: [
            ("SH035", 0), ("SH035=Namespace shop", 1), ("SH035=Namespace *", 0), ("SH035=clusters/west/*", 1),
            ("SH035=Namespace sh?p", 1), ("SH035=*east*", 2), ("SH001", 3), ("SH035=", 3), ("SH035=Namespace", 3),
        ]
    )
    func patterns(_ text: String, _ left: Int) throws {
        let report = try LintedMesh(mesh: Self.mesh).report(suppressions: [Suppression(parsing: text)])
        #expect(report.findings.count == left)
        #expect(report.suppressed.count == 3 - left)
    }

    @Test("All patterns of a lint.yaml entry must match, and unused entries are reported")
    func entries() throws {
        let text = """
            suppress:
            - {rule: SH035, object: Namespace shop, file: clusters/west/*, reason: one}
            - {rule: SH035, object: Namespace shop, file: clusters/north/*, reason: two}
            - {rule: SH001, reason: three}
            """
        let settings = try LintSettings(SourceFile(path: "lint.yaml", text: text))
        let suppressions = settings.suppressions.map {
            Suppression(code: $0.rule, object: $0.object, file: $0.file, reason: $0.reason, location: $0.location)
        }
        let report = try LintedMesh(mesh: Self.mesh).report(suppressions: suppressions)
        #expect(report.suppressed.map(\.reason) == ["one"])
        let unused = report.findings.filter { $0.code == "SH910" }
        #expect(unused.map(\.location.description) == ["lint.yaml:3:3", "lint.yaml:4:3"])
        // A rule that does not run cannot use its suppression.
        let some = try LintedMesh(mesh: Self.mesh).report(only: ["SH035", "SH910"], suppressions: suppressions)
        #expect(some.findings.filter { $0.code == "SH910" }.map(\.location.line) == [3])
    }

    @Test(
        "An entry of lint.yaml needs a reason",
        arguments: [
            ("suppress: [{rule: SH035}]", "lint.yaml:1:12"),
            ("suppress: [{rule: SH035, reason: \" \"}]", "lint.yaml:1:12"),
            ("suppress: [{reason: x}]", "lint.yaml:1:12"), ("suppress: {}", "lint.yaml:1:11"),
            ("other: []", "lint.yaml:1:8"),
            ("suppress: [{rule: SH035, reason: x, object: [a]}]", "lint.yaml:1:45"),
        ]
    )
    func mistakes(_ text: String, _ place: String) {
        #expect {
            try LintSettings(SourceFile(path: "lint.yaml", text: text))
        } throws: { error in
            (error as? InputError)?.location.description == place
        }
    }

    @Test(
        "The wildcards * and ? match in suppression patterns",
        arguments: [
            ("", "", true), ("*", "", true), ("a*c", "abbc", true), ("a*c", "abcd", false), ("a?c", "abc", true),
            ("a?c", "ac", false), ("*a*b*", "xxaxxbxx", true), ("**", "x", true), ("a", "A", false), ("é?", "éx", true),
        ]
    )
    func globs(_ pattern: String, _ text: String, _ fits: Bool) {
        #expect(GlobPattern(pattern).matches(text) == fits)
    }

    @Test("A hostile suppression pattern does not take long")
    func hostile() {
        let pattern = GlobPattern(String(repeating: "*a", count: 200) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 4_000)))
    }
}
