internal import MeshModel

/// What changed in the last states of a mesh, for streams that were told of an earlier one.
struct MeshHistory: Sendable {
    /// Streams that are further behind look at all they have.
    private static let depth = 32

    /// The number of the newest state.
    let generation: UInt64
    /// What each of the last states changed, the newest first.
    private let changes: [ChangedHosts]

    /// The history of a first state.
    init() {
        generation = 0
        changes = []
    }

    /// The history of a state that follows another one.
    init(after before: MeshHistory, _ changed: ChangedHosts) {
        generation = before.generation + 1
        changes = Array(([changed] + before.changes).prefix(Self.depth))
    }

    /// What is different from an earlier state.
    func changes(since earlier: UInt64) -> ChangedHosts {
        guard earlier <= generation, generation - earlier <= UInt64(changes.count) else { return .all }
        return changes.prefix(Int(generation - earlier)).reduce(.some([])) { $0.union($1) }
    }
}
