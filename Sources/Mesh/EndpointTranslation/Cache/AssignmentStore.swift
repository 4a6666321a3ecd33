internal import MeshModel

/// Encoded assignments by cluster name and by what was read of a proxy, bounded by bytes.
///
/// Two generations approximate the order of last use: an entry of the older one that is found moves to the younger one,
/// and when the younger one has half of the bytes it becomes the older one, whose entries are dropped.
struct AssignmentStore {
    /// The assignments for one set of read properties; there are few such sets for a name, since usually every proxy is
    /// read alike.
    struct Variant {
        let reading: ProxyReading
        var entries: [ProxyViewKey: EncodedAssignment]
    }

    fileprivate struct NameEntry {
        var variants: [Variant] = []
        var byteCount = 0
    }

    fileprivate struct Generation {
        var names: [String: NameEntry] = [:]
        var namesByHost: [String: Set<String>] = [:]
        var byteCount = 0
    }

    /// An assignment with its key.
    struct Entry {
        let name: String
        let host: String
        let reading: ProxyReading
        let key: ProxyViewKey
        let assignment: EncodedAssignment

        /// The approximate memory of the entry: the bytes, and what is kept beside them.
        var byteCount: Int { assignment.bytes.count + key.byteCount + 2 * (name.utf8.count + host.utf8.count) + 320 }
    }

    private var young = Generation()
    private var old = Generation()
    private let maximumBytes: Int

    /// Makes an empty store with an approximate maximum of memory in bytes.
    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// The approximate memory of all entries, in bytes.
    var byteCount: Int { young.byteCount + old.byteCount }

    /// Returns the assignments of a name in the younger and in the older generation.
    func variants(of name: String) -> (young: [Variant], old: [Variant]) {
        (young.names[name]?.variants ?? [], old.names[name]?.variants ?? [])
    }

    /// Inserts an assignment, or keeps the one that is there.
    ///
    /// An assignment of more than half of the store's bytes is not kept.
    ///
    /// - Returns: the assignment to use.
    mutating func insert(_ entry: Entry) -> EncodedAssignment {
        let variants = young.names[entry.name]?.variants ?? []
        let position = variants.firstIndex { $0.reading == entry.reading }
        if let position, let other = variants[position].entries[entry.key] { return other }
        let cost = entry.byteCount
        guard cost <= maximumBytes / 2 else { return entry.assignment }
        if young.byteCount + cost > maximumBytes / 2 {
            old = young
            young = Generation()
            return insert(entry)
        }
        if let position {
            young.names[entry.name]?.variants[position].entries[entry.key] = entry.assignment
        } else {
            let variant = Variant(reading: entry.reading, entries: [entry.key: entry.assignment])
            young.names[entry.name, default: NameEntry()].variants.append(variant)
            young.namesByHost[entry.host, default: []].insert(entry.name)
        }
        young.names[entry.name]?.byteCount += cost
        young.byteCount += cost
        return entry.assignment
    }

    /// Removes all assignments.
    mutating func removeAll() {
        young = Generation()
        old = Generation()
    }

    /// Removes all assignments of hosts.
    mutating func remove(hosts: Set<String>) {
        for host in hosts {
            young.remove(host: host)
            old.remove(host: host)
        }
    }
}

extension AssignmentStore.Generation {
    fileprivate mutating func remove(host: String) {
        for name in namesByHost.removeValue(forKey: host) ?? [] {
            byteCount -= names.removeValue(forKey: name)?.byteCount ?? 0
        }
    }
}
