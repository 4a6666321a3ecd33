package import MeshModel

/// The changes of the last states of a mesh, for streams that have processed an earlier one.
package struct MeshHistory: Sendable {
    /// A state in a sequence of states.
    package struct Point: Sendable {
        fileprivate let line: Line
        fileprivate let generation: UInt64
    }

    /// The common identity of successive states; a state without a predecessor begins another sequence.
    fileprivate final class Line: Sendable {}

    /// The number of states in the history; streams that are further behind check all their names.
    private static let depth = 32

    /// The newest state.
    package let now: Point
    /// The changes of each of the last states, the newest first.
    private let changes: [ChangedHosts]

    /// Makes the history of a first state.
    package init() {
        now = Point(line: Line(), generation: 0)
        changes = []
    }

    /// Makes the history of a state that follows another one.
    package init(after before: MeshHistory, _ changed: ChangedHosts) {
        now = Point(line: before.now.line, generation: before.now.generation + 1)
        changes = Array(([changed] + before.changes).prefix(Self.depth))
    }

    /// The number of hosts that the newest state changed; nil for all, and for a first state.
    package var newestCount: Int? {
        guard case .some(let hosts)? = changes.first else { return nil }
        return hosts.count
    }

    /// Returns the changes since another state.
    package func changes(since earlier: Point) -> ChangedHosts {
        guard earlier.line === now.line, earlier.generation <= now.generation,
            now.generation - earlier.generation <= UInt64(changes.count)
        else { return .all }
        return changes.prefix(Int(now.generation - earlier.generation)).reduce(.some([])) { $0.union($1) }
    }
}
