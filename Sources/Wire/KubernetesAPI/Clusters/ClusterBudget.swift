internal import Synchronization

/// The bounds of the objects of one cluster, over all kinds: without them an API server could fill the memory with
/// objects, or with lists that have no end.
final class ClusterBudget: Sendable {
    /// A number of objects, and their bytes as the server sent them.
    struct Use: Hashable, Sendable {
        var objects = 0
        var bytes = 0

        /// Returns the larger number of each.
        func union(_ other: Use) -> Use {
            Use(objects: max(objects, other.objects), bytes: max(bytes, other.bytes))
        }
    }

    /// The part of one kind.
    struct Share: Sendable {
        let budget: ClusterBudget
        let kind: String

        /// Takes what the kind uses from now on.
        ///
        /// - Returns: An error if the cluster would exceed its bounds; the use is unchanged then.
        func claim(_ use: Use) -> KubernetesError? { budget.claim(use, of: kind) }

        /// Gives back what exceeds a use that was claimed before.
        func release(to use: Use) { budget.release(to: use, of: kind) }
    }

    private let bound: Use
    private let uses = Mutex<[String: Use]>([:])

    init(_ settings: SourceSettings) { bound = Use(objects: settings.clusterObjects, bytes: settings.clusterBytes) }

    /// Returns the part of a kind.
    func share(of kind: String) -> Share { Share(budget: self, kind: kind) }

    private func claim(_ use: Use, of kind: String) -> KubernetesError? {
        let total = uses.withLock { uses -> Use? in
            var total = use
            for (other, used) in uses where other != kind {
                total.objects += used.objects
                total.bytes += used.bytes
            }
            guard total.objects > bound.objects || total.bytes > bound.bytes else {
                uses[kind] = use
                return nil
            }
            return total
        }
        guard let total else { return nil }
        guard total.objects > bound.objects else {
            return KubernetesError(
                .limit,
                "the cluster has more than \(bound.bytes) bytes of objects; --cluster-memory sets the limit"
            )
        }
        return KubernetesError(
            .limit,
            "the cluster has more than \(bound.objects) objects; --cluster-objects sets the limit"
        )
    }

    private func release(to use: Use, of kind: String) { uses.withLock { $0[kind] = use } }
}
