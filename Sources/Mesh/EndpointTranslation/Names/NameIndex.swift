internal import Synchronization

/// All requested cluster names, by host; safe to use from any thread.
///
/// One index is shared by all states of a mesh: a name requested in an old state is found after a later change.
final class NameIndex: Sendable {
    private struct State {
        var names: [String: Set<String>] = [:]
        var count = 0
    }

    /// The names, or `nil` once there were too many.
    private let state = Mutex<State?>(State())
    private let maximumNames: Int

    init(maximumNames: Int) { self.maximumNames = maximumNames }

    /// Inserts a name of a host.
    func insert(_ name: String, of host: String) {
        state.withLock { state in
            guard var known = state else { return }
            state = nil
            if known.names[host, default: []].insert(name).inserted { known.count += 1 }
            if known.count <= maximumNames { state = known }
        }
    }

    /// Returns the names of hosts, ascending, or `nil` if any name may belong to them.
    func names(of hosts: Set<String>) -> [String]? {
        state.withLock { state in state.map { state in hosts.flatMap { state.names[$0] ?? [] } } }?.sorted()
    }
}
