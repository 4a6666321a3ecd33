public import MeshModel
public import MeshSources

/// Infers one state of a mesh after the other, each from the one before.
///
/// Every snapshot is the same that ``MeshInference`` makes of the mesh alone; only the work is less: what depends on files that
/// did not change is taken from the state before.
public struct IncrementalInference: Sendable {
    private var inference: MeshInference
    private var last: InferredMesh?

    /// Makes an inference by a rule set that has seen nothing yet.
    public init(_ inference: MeshInference) { self.inference = inference }

    /// Infers the mesh.
    ///
    /// - Parameters:
    ///   - mesh: the objects; its clusters are as they were read, with memory of the files (``ReadFiles``).
    ///   - names: addresses of gateway host names.
    /// - Throws: ``InputErrors`` for statements that cannot both hold; the next state goes on from the last good one.
    public mutating func snapshot(
        of mesh: MeshDirectory,
        names: [String: [String]]
    ) throws(InputErrors) -> MeshSnapshot {
        inference.names = names
        let inferred = try InferredMesh(mesh, by: inference, after: last)
        last = inferred
        return inferred.snapshot
    }
}
