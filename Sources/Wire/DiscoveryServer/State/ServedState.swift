internal import EndpointTranslation
internal import MeshViews
internal import NIOCore

/// One state of the mesh that is served: its encoded resources, and what it brought about on the streams.
final class ServedState: Sendable {
    /// The mesh.
    let mesh: MeshState
    /// What the state brought about.
    let record = PushStatistics()
    private let chunks: ChunkTable

    /// Makes a state.
    ///
    /// - Parameter before: the state that was served before; encoded resources that did not change are taken from it.
    init(_ mesh: MeshState, after before: ServedState? = nil) {
        self.mesh = mesh
        chunks =
            before.map { ChunkTable(after: $0.chunks, changedNames: mesh.changedNames(since: $0.mesh.point)) }
            ?? ChunkTable()
    }

    /// An assignment as an element of a response, made once for all streams of a dialect (XP-B5).
    func chunk(_ assignment: EncodedAssignment, _ dialect: ResponseDialect) -> ByteBuffer {
        chunks.chunk(assignment, dialect)
    }
}
