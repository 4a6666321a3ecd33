internal import Synchronization

/// The cluster names that were ever asked for, by host; safe to use from any thread.
///
/// One index serves all states of a mesh: a name that was asked for in an old state is found when a later one has changed.
final class NameIndex: Sendable {
    private struct State {
        var names: [String: Set<String>] = [:]
        var count = 0
    }

    /// Nil once there were too many names to remember.
    private let state = Mutex<State?>(State())
    private let maximumNames: Int

    init(maximumNames: Int) { self.maximumNames = maximumNames }

    /// Remembers a name of a host.
    func insert(_ name: String, of host: String) {
        state.withLock { state in
            guard var known = state else { return }
            state = nil
            if known.names[host, default: []].insert(name).inserted { known.count += 1 }
            if known.count <= maximumNames { state = known }
        }
    }

    /// The names of hosts, ascending; nil if any name may be one of theirs.
    func names(of hosts: Set<String>) -> [String]? {
        state.withLock { state in state.map { state in hosts.flatMap { state.names[$0] ?? [] } } }?.sorted()
    }
}
