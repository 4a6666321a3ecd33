public import MeshModel
public import MeshSources

/// Draws all conclusions about networks and gateways from the objects of a mesh.
///
/// A pure function of its input: the order of files and objects makes no difference to the result.
public struct MeshInference: Sendable {
    /// The rule set.
    public var semantics: TranslationSemantics
    /// Addresses of gateway host names; the directory's own pinned names go before these.
    public var names: [String: [String]]
    /// What is switched on beyond the ordinary.
    public var features: MeshFeatures

    /// Makes an inference by a rule set.
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
    /// - Throws: ``InputErrors`` for statements that cannot both hold, under rule sets that refuse them.
    public func snapshot(of mesh: MeshDirectory) throws(InputErrors) -> MeshSnapshot {
        try InferredMesh(mesh, by: self).snapshot
    }
}
