import MeshLint
import MeshModel
import Testing
import TranslationTestSupport

/// A mesh on which a rule speaks, what it says there, and a mesh close to it on which it does not.
struct RuleExample: Sendable, CustomTestStringConvertible {
    let code: String
    let name: String
    let mesh: TestMesh
    let expected: [String]
    let near: TestMesh
    var semantics = TranslationSemantics.istio130
    /// Names that were asked for; nil when nobody was asked.
    var names: [String: [String]]?

    var testDescription: String { "\(code) \(name)" }

    init(
        _ code: String,
        _ name: String,
        _ mesh: TestMesh,
        _ expected: [String],
        not near: TestMesh,
        semantics: TranslationSemantics = .istio130,
        names: [String: [String]]? = nil
    ) {
        (self.code, self.name, self.mesh, self.expected, self.near) = (code, name, mesh, expected, near)
        (self.semantics, self.names) = (semantics, names)
    }
}
