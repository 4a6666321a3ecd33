internal import MeshOverview
internal import MeshSources
internal import MeshViews
internal import NIOPosix

/// The overview of the newest state, made when somebody asks for it, once for each state.
///
/// In a large mesh it takes its time. It is made on a thread of its own, and not so often that it takes more than a part of
/// a processor: until then the one before is shown.
actor OverviewCache {
    private var known: (mesh: MeshState, overview: MeshOverview)?
    private var nextAt: ContinuousClock.Instant?
    private var making: Task<MeshOverview?, Never>?

    /// The overview of a mesh, or of one before; nil when there is none.
    func overview(of mesh: MeshAtHand) async -> MeshOverview? {
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
