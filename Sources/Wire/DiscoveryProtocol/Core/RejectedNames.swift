/// The names of responses that clients rejected, by node, for later streams of the same node (XP-D21).
///
/// A client may apply a part of a response that it rejects, and then reports versions that are older than the content
/// that it uses. Names are remembered until the node acknowledges newer content, within limits: the names of the nodes
/// whose rejections are the oldest are forgotten first.
public struct RejectedNames: Sendable {
    /// The names of one node.
    public enum Names: Hashable, Sendable {
        /// These names.
        case listed(Set<String>)
        /// More names than are remembered one by one.
        case all

        /// Returns a Boolean value that indicates whether a name is among them.
        public func contains(_ name: String) -> Bool {
            switch self {
            case .listed(let names): names.contains(name)
            case .all: true
            }
        }
    }

    private let maximumNodes: Int
    private let maximumNames: Int
    private var names: [String: Names] = [:]
    /// The nodes in the order of their first rejections; each is in ``names``.
    private var order: [String] = []

    /// Creates a memory without names.
    ///
    /// - Parameters:
    ///   - maximumNodes: the number of nodes that are remembered.
    ///   - maximumNames: the number of names of a node that are remembered one by one.
    public init(maximumNodes: Int = 4096, maximumNames: Int = 1024) {
        self.maximumNodes = max(1, maximumNodes)
        self.maximumNames = max(1, maximumNames)
    }

    /// Returns the names of a node, or `nil` if it has rejected nothing since its last acknowledgement of them.
    public func names(of node: String) -> Names? { names[node] }

    /// Adds names that a node rejected.
    public mutating func add(_ rejected: some Sequence<String>, of node: String) {
        guard case .listed(let known) = names[node] ?? .listed([]) else { return }
        let all = known.union(rejected)
        guard !all.isEmpty else { return }
        if names[node] == nil {
            if order.count >= maximumNodes { names[order.removeFirst()] = nil }
            order.append(node)
        }
        names[node] = all.count > maximumNames ? .all : .listed(all)
    }

    /// Removes the names of a node that it has acknowledged since.
    public mutating func settle(of node: String, where isSettled: (String) -> Bool) {
        guard case .listed(let known)? = names[node] else { return }
        let left = known.filter { !isSettled($0) }
        guard left.isEmpty else {
            names[node] = .listed(left)
            return
        }
        names[node] = nil
        order.removeAll { $0 == node }
    }
}
