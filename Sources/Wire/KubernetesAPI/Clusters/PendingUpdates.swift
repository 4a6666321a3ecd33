internal import MeshSources

/// The pending changes of a cluster: only the newest state of each object, so that it never grows beyond the cluster
/// itself, and nothing is lost.
struct PendingUpdates: Sendable {
    private struct Pending: Sendable {
        /// All objects, if the kind was relisted.
        var replacement: [ObjectName: LiveObject]?
        /// The objects that changed since then, nil for removed ones.
        var changes: [ObjectName: LiveObject?] = [:]
    }

    private var kinds: [ObjectKind: Pending] = [:]

    /// A Boolean value that indicates whether there are no changes.
    var isEmpty: Bool { kinds.isEmpty }

    /// Adds a change.
    mutating func add(_ update: ClusterUpdate) {
        let kind = update.kind
        switch update.update {
        case .replaced(let objects):
            kinds[kind] = Pending(
                replacement: Dictionary(objects.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
            )
        case .changed(let object):
            if kinds[kind]?.replacement == nil {
                kinds[kind, default: Pending()].changes[object.name] = .some(object)
            } else {
                kinds[kind]?.replacement?[object.name] = object
            }
        case .removed(let name):
            if kinds[kind]?.replacement == nil {
                kinds[kind, default: Pending()].changes[name] = .some(nil)
            } else {
                kinds[kind]?.replacement?[name] = nil
            }
        }
    }

    /// All changes, by kind and name.
    var updates: [ClusterUpdate] {
        kinds.sorted { $0.key < $1.key }.flatMap { kind, pending -> [ClusterUpdate] in
            if let replacement = pending.replacement {
                return [.replaced(kind, replacement.values.sorted { $0.name < $1.name })]
            }
            return pending.changes.sorted { $0.key < $1.key }.map { name, object in
                object.map { .changed(kind, $0) } ?? .removed(kind, name)
            }
        }
    }
}
