internal import MeshSources

extension ListWatchStateMachine {
    /// The number of consecutive pages without objects, after which a list is refused.
    static var mostEmptyPages: Int { 16 }

    /// Counts a page; returns an error if the list exceeds the bounds of the cluster, or has no end.
    mutating func refusal(of page: ItemPage<Item>) -> KubernetesError? {
        let count = page.items.count + page.problems.count
        if let error = claim(objects: count, bytes: page.bytes) { return error }
        guard !page.continueToken.isEmpty else { return nil }
        guard tokens.insert(page.continueToken).inserted else {
            return KubernetesError(.malformed, "the list has no end: the server sent a continue token a second time")
        }
        emptyPages = count == 0 ? emptyPages + 1 : 0
        guard emptyPages < Self.mostEmptyPages else {
            return KubernetesError(.malformed, "the list has no end: \(emptyPages) pages without objects")
        }
        return nil
    }

    /// Counts objects of an incomplete list, beside which the known ones are kept.
    mutating func claim(objects: Int, bytes: Int) -> KubernetesError? {
        pending.objects += objects
        pending.bytes += bytes
        return share.claim(pending.union(known))
    }

    /// Counts an object that was added or changed.
    mutating func claim(_ item: Item, bytes: Int) -> KubernetesError? {
        let before = sizes[item.name]
        var use = known
        use.objects += before == nil ? 1 : 0
        use.bytes += bytes - (before ?? 0)
        if let error = share.claim(use) { return error }
        known = use
        sizes[item.name] = bytes
        return nil
    }

    /// Forgets an object; returns false if it was not known.
    mutating func release(_ name: ObjectName) -> Bool {
        guard let bytes = sizes.removeValue(forKey: name) else { return false }
        known.objects -= 1
        known.bytes -= bytes
        share.release(to: known)
        return true
    }

    /// Takes the items of a complete list as the known ones; each counts with the mean of their bytes.
    mutating func retain(_ items: [Item]) {
        let mean = pending.bytes / max(items.count, 1)
        sizes = Dictionary(items.map { ($0.name, mean) }, uniquingKeysWith: { first, _ in first })
        known = ClusterBudget.Use(objects: items.count, bytes: mean * items.count)
        pending = ClusterBudget.Use()
        share.release(to: known)
    }

    /// Forgets the bounds of an incomplete list.
    mutating func releasePending() {
        pending = ClusterBudget.Use()
        tokens = []
        emptyPages = 0
        share.release(to: known)
    }
}
