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
    /// - Parameters:
    ///   - mesh: the mesh.
    ///   - chunks: the cache of encoded resources of all states.
    init(_ mesh: MeshState, _ chunks: EncodedResourceCache) {
        self.mesh = mesh
        self.chunks = chunks
    }

    /// Makes the state of a later mesh.
    convenience init(_ mesh: MeshState, after before: ServedState) { self.init(mesh, before.chunks) }

    /// Returns an assignment as an element of a response, made once for all responses of a form (XP-B5).
    func chunk(_ assignment: EncodedAssignment, _ form: ChunkForm) -> ByteBuffer {
        chunks.chunk(assignment, form)
    }
}
