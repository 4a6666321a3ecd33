internal import MeshOverview
internal import MeshSources
internal import MeshViews
internal import NIOPosix

/// The overview of the newest state, computed on request and once per state.
///
/// It takes a while in a large mesh. It is computed on a separate thread and limited to a part of one processor; until
/// then the
/// previous one is shown.
actor OverviewCache {
    private var known: (mesh: MeshState, overview: MeshOverview)?
    private var nextAt: ContinuousClock.Instant?
    private var making: Task<MeshOverview?, Never>?

    /// Returns the overview of a mesh or of an earlier one, or `nil` if there is none.
    func overview(of mesh: AdminMeshState) async -> MeshOverview? {
        if let known, known.mesh === mesh.served { return known.overview }
        if let known, let nextAt, .now < nextAt { return known.overview }
        if let making { return await making.value }
        let start = ContinuousClock.now
        let task = Task { () -> MeshOverview? in
            try? await NIOThreadPool.singleton.runIfActive {
                try MeshOverview(of: mesh.objects, by: mesh.inference, snapshot: mesh.served.snapshot)
            }
        }
        making = task
        let made = await task.value
        making = nil
        nextAt = .now + start.duration(to: .now) * 4
        if let made { known = (mesh.served, made) }
        return made
    }
}
