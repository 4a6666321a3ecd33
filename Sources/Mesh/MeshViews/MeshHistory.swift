package import MeshModel

/// What changed in the last states of a mesh, for streams that were told of an earlier one.
package struct MeshHistory: Sendable {
    /// A state among those that follow each other.
    package struct Point: Sendable {
        fileprivate let line: Line
        fileprivate let generation: UInt64
    }

    /// What all states that follow each other share; a state that follows none begins another one.
    fileprivate final class Line: Sendable {}

    /// Streams that are further behind look at all they have.
    private static let depth = 32

    /// The newest state.
    package let now: Point
    /// What each of the last states changed, the newest first.
    private let changes: [ChangedHosts]

    /// The history of a first state.
    package init() {
        now = Point(line: Line(), generation: 0)
        changes = []
    }

    /// The history of a state that follows another one.
    package init(after before: MeshHistory, _ changed: ChangedHosts) {
        now = Point(line: before.now.line, generation: before.now.generation + 1)
        changes = Array(([changed] + before.changes).prefix(Self.depth))
    }

    /// How many hosts the newest state changed; nil for all, and for a first state.
    package var newestCount: Int? {
        guard case .some(let hosts)? = changes.first else { return nil }
        return hosts.count
    }

    /// What is different from another state.
    package func changes(since earlier: Point) -> ChangedHosts {
        guard earlier.line === now.line, earlier.generation <= now.generation,
            now.generation - earlier.generation <= UInt64(changes.count)
        else { return .all }
        return changes.prefix(Int(now.generation - earlier.generation)).reduce(.some([])) { $0.union($1) }
    }
}
