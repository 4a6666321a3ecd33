internal import Synchronization

/// The newest state of the mesh, for every thread to read.
final class MeshHolder: Sendable {
    private let mesh: Mutex<ServedMesh>

    init(_ mesh: ServedMesh) { self.mesh = Mutex(mesh) }

    /// The newest state.
    var current: ServedMesh { mesh.withLock { $0 } }

    /// Puts a newer state in place.
    func replace(with mesh: ServedMesh) { self.mesh.withLock { $0 = mesh } }
}
