internal import AdminServer
internal import MeshExplanation
internal import MeshModel
internal import MeshViews
internal import NIOPosix
internal import NetworkInference

/// Explains the assignments of a running server's clients, as `explain` does, for its admin page.
///
/// One explanation at a time: in a large mesh the provenance of a state is as much work as the state itself. It is kept
/// until there is a newer state.
actor ExplanationService {
    private let write: @Sendable (Proxy, [AssignmentExplanation]) -> String
    private var known: (mesh: MeshState, explainer: MeshExplainer)?

    /// Creates a service.
    ///
    /// - Parameter text: writes explanations as text.
    init(text: @escaping @Sendable (Proxy, [AssignmentExplanation]) -> String) { write = text }

    /// Returns the explanation as text, or `nil` if the state cannot be inferred again.
    func text(of name: String, for proxy: Proxy, in mesh: AdminMeshState) async -> String? {
        guard let explainer = await explainer(mesh) else { return nil }
        return write(proxy, explainer.explain([name], for: proxy))
    }

    private func explainer(_ mesh: AdminMeshState) async -> MeshExplainer? {
        if let known, known.mesh === mesh.served { return known.explainer }
        // Not on a thread of the pool that all tasks share.
        let made = try? await NIOThreadPool.singleton.runIfActive {
            MeshExplainer(try MeshConclusions(mesh.objects, by: mesh.inference))
        }
        if let made { known = (mesh.served, made) }
        return made
    }
}
