import MeshModel
import MeshSources
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("Each difference between the rule sets shows where it alone is switched")
struct DifferenceTests {
    @Test("Its standard value and its other value answer as told", arguments: DifferenceExample.all)
    func example(_ example: DifferenceExample) throws {
        #expect(example.difference.choices == example.choices)
        for (choice, expected) in zip(example.choices, [example.standard, example.other]) {
            var semantics = example.base
            try semantics.set(example.difference, to: choice)
            #expect(example.answer(semantics) == expected, "\(example.difference.rawValue)=\(choice)")
        }
        #expect(example.standard != example.other)
    }

    @Test("There is an example of every difference, and only one")
    func coverage() {
        #expect(DifferenceExample.all.map(\.difference) == TranslationSemantics.Difference.allCases)
    }

    @Test(
        "The rule sets are what the differences say: the first choice is standard",
        arguments: TranslationSemantics.Difference.allCases
    )
    func ruleSets(_ difference: TranslationSemantics.Difference) throws {
        var semantics = TranslationSemantics.standard
        try semantics.set(difference, to: try #require(difference.choices.first))
        #expect(semantics == .standard)
        try semantics.set(difference, to: try #require(difference.choices.last))
        #expect(semantics != .standard)
        guard difference != .unreachableNetworks else { return }
        semantics = .istio130
        try semantics.set(difference, to: try #require(difference.choices.last))
        #expect(semantics == .istio130)
    }
}

/// A mesh in which one difference alone changes the answer.
struct DifferenceExample: Sendable, CustomTestStringConvertible {
    let difference: TranslationSemantics.Difference
    /// The standard choice, then the other one.
    let choices: [String]
    let mesh: TestMesh
    var node = EnvoyNode.sidecar(network: "n1", cluster: "c1")
    var name = "outbound|80||s.shop.svc.cluster.local"
    /// The rule set around the difference.
    var base = TranslationSemantics.standard
    /// The lines of the assignment, or the error.
    let standard: [String]
    let other: [String]

    var testDescription: String { difference.rawValue }

    func answer(_ semantics: TranslationSemantics) -> [String] {
        do {
            return try mesh.translated(semantics).lines(name, for: node)
        } catch {
            return ["\(error)"]
        }
    }
}
