public import MeshModel
public import MeshSources

/// Infers one state of a mesh after the other, each from the previous one.
///
/// Every snapshot equals that of ``MeshInference`` for the same mesh; results that depend on unchanged files are
/// reused.
public struct IncrementalInference: Sendable {
    private var inference: MeshInference
    private var last: InferredMesh?

    /// Makes an inference with a rule set, without a previous state.
    public init(_ inference: MeshInference) { self.inference = inference }

    /// Infers the mesh.
    ///
    /// - Parameters:
    ///   - mesh: the objects; its clusters are unmodified results of reading, with memory of the files (``ReadFiles``).
    ///   - names: the addresses of gateway host names.
    /// - Throws: ``InputErrors`` for contradictory statements; the next state continues from the last good one.
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
