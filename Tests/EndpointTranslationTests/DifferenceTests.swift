import MeshModel
import MeshSources
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("Differences between the rule sets")
struct DifferenceTests {
    @Test("A difference has the documented effect when it alone is switched", arguments: DifferenceExample.all)
    func example(_ example: DifferenceExample) throws {
        #expect(example.difference.choices == example.choices)
        let choices = [try #require(example.choices.first), try #require(example.choices.last)]
        for (choice, expected) in zip(choices, [example.standard, example.other]) {
            var semantics = example.base
            try semantics.set(example.difference, to: choice)
            #expect(example.answer(semantics) == expected, "\(example.difference.rawValue)=\(choice)")
        }
        #expect(example.standard != example.other)
    }

    @Test("There is exactly one example of every difference")
    func coverage() {
        #expect(DifferenceExample.all.map(\.difference) == TranslationSemantics.Difference.allCases)
    }

    @Test(
        "The standard rule set is the first choice of every difference",
        arguments: TranslationSemantics.Difference.allCases
    )
    func ruleSets(_ difference: TranslationSemantics.Difference) throws {
        var semantics = TranslationSemantics.standard
        try semantics.set(difference, to: try #require(difference.choices.first))
        #expect(semantics == .standard)
        try semantics.set(difference, to: try #require(difference.choices.last))
        #expect(semantics != .standard)
        // istiod 1.30 answers these as the standard rule set does; other releases do not.
        let sameAsStandard: Set<TranslationSemantics.Difference> = [
            .unreachableNetworks, .unreadyEndpoints, .gatewayFamilies, .networklessProxies, .labelledGatewayPorts,
            .localityLabels, .inlineEndpointNames,
        ]
        guard !sameAsStandard.contains(difference) else { return }
        semantics = .istio130
        try semantics.set(difference, to: try #require(difference.choices.last))
        #expect(semantics == .istio130)
    }
}

/// A mesh in which only one difference changes the assignment.
struct DifferenceExample: Sendable, CustomTestStringConvertible {
    let difference: TranslationSemantics.Difference
    /// The standard choice, then the other one.
    let choices: [String]
    let mesh: TestMesh
    var node = EnvoyNode.sidecar(network: "n1", cluster: "c1")
    var name = "outbound|80||s.shop.svc.cluster.local"
    /// The rule set apart from the difference.
    var base = TranslationSemantics.standard
    var features = MeshFeatures()
    /// The lines of the assignment, or the error.
    let standard: [String]
    let other: [String]

    var testDescription: String { difference.rawValue }

    func answer(_ semantics: TranslationSemantics) -> [String] {
        do {
            let encodesShares = difference == .shareEncoding
            return try mesh.translated(semantics, features: features, encodesShares: encodesShares)
                .lines(name, for: node)
        } catch {
            return ["\(error)"]
        }
    }
}
