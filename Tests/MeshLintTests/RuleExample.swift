import MeshLint
import MeshModel
import Testing
import TranslationTestSupport

/// A mesh with findings of a rule, the findings, and a similar mesh without them.
struct RuleExample: Sendable, CustomTestStringConvertible {
    let code: String
    let name: String
    let mesh: TestMesh
    let expected: [String]
    let near: TestMesh
    var semantics = TranslationSemantics.istio130
    /// The answers of name servers, or `nil` if none were queried.
    var names: [String: [String]]?
    var features = MeshFeatures()

    var testDescription: String { "\(code) \(name)" }

    init(
        _ code: String,
        _ name: String,
        _ mesh: TestMesh,
        _ expected: [String],
        not near: TestMesh,
        semantics: TranslationSemantics = .istio130,
        names: [String: [String]]? = nil,
        features: MeshFeatures = MeshFeatures()
    ) {
        (self.code, self.name, self.mesh, self.expected, self.near) = (code, name, mesh, expected, near)
        (self.semantics, self.names, self.features) = (semantics, names, features)
    }
}
