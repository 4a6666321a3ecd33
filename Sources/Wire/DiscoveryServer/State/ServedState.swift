internal import EndpointTranslation
internal import MeshViews
internal import NIOCore

/// One state of the mesh that is served, with its encoded resources and push statistics.
final class ServedState: Sendable {
    /// The mesh.
    let mesh: MeshState
    /// The push statistics of the state.
    let record = PushStatistics()
    private let chunks: EncodedResourceCache

    /// Makes a state.
    ///
    /// - Parameter before: the previous state, from which unchanged encoded resources are taken.
    init(_ mesh: MeshState, after before: ServedState? = nil) {
        self.mesh = mesh
        chunks =
            before.map { EncodedResourceCache(after: $0.chunks, changedNames: mesh.changedNames(since: $0.mesh.point)) }
            ?? EncodedResourceCache()
    }

    /// Returns an assignment as an element of a response, made once for all streams of a dialect (XP-B5).
    func chunk(_ assignment: EncodedAssignment, _ dialect: ResponseDialect) -> ByteBuffer {
        chunks.chunk(assignment, dialect)
    }
}
