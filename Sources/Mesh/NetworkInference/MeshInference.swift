public import MeshModel
public import MeshSources

/// Infers networks and gateways from the objects of a mesh.
///
/// A pure function of its input: the order of files and objects does not change the result.
public struct MeshInference: Sendable {
    /// The rule set.
    public var semantics: TranslationSemantics
    /// The addresses of gateway host names; the directory's pinned names have precedence.
    public var names: [String: [String]]
    /// The optional features that are enabled.
    public var features: MeshFeatures

    /// Makes an inference with a rule set.
    public init(
        semantics: TranslationSemantics,
        names: [String: [String]] = [:],
        features: MeshFeatures = MeshFeatures()
    ) {
        self.semantics = semantics
        self.names = names
        self.features = features
    }

    /// Infers the mesh.
    ///
    /// - Throws: ``InputErrors`` for contradictory statements, under rule sets that refuse them.
    public func snapshot(of mesh: MeshDirectory) throws(InputErrors) -> MeshSnapshot {
        try InferredMesh(mesh, by: self).snapshot
    }
}
