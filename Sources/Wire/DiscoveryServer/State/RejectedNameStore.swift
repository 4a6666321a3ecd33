internal import DiscoveryProtocol
internal import Synchronization

/// The names of rejected responses of all nodes (XP-D21); safe to use from any thread.
final class RejectedNameStore: Sendable {
    private let names = Mutex(RejectedNames())

    /// Returns the names of a node, or `nil` if there are none.
    func names(of node: String) -> RejectedNames.Names? { names.withLock { $0.names(of: node) } }

    /// Adds names that a node rejected.
    func add(_ rejected: [String], of node: String) { names.withLock { $0.add(rejected, of: node) } }

    /// Removes names that a node has acknowledged since.
    ///
    /// - Returns: true if names of the node are left.
    func settle(of node: String, where isSettled: (String) -> Bool) -> Bool {
        names.withLock { names in
            names.settle(of: node, where: isSettled)
            return names.names(of: node) != nil
        }
    }
}
