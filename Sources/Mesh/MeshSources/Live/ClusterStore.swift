public import MeshModel

/// The known objects of one cluster that is followed.
///
/// Objects are kept in buckets by a hash of their names, so that a change rebuilds one bucket, and everything inferred
/// from the
/// others stays. The same objects make the same buckets in the same order, independent of their arrival.
public struct ClusterStore: Sendable {
    private struct Key: Hashable {
        let kind: ObjectKind
        let bucket: Int
    }

    /// Small enough to iterate over at each change, and large enough that a bucket is a small part of a large cluster.
    private static let bucketsPerKind = 1 << 10

    /// The cluster.
    public let id: ClusterID
    private var buckets: [Key: FileObjects] = [:]
    private var unusable: [ObjectKind: [ObjectName: InputError]] = [:]
    private var made: ClusterObjects?

    /// Makes an empty store.
    public init(id: ClusterID) { self.id = id }

    /// The errors of objects that cannot be read, ascending by kind and name.
    ///
    /// Such an object counts as absent, so that the store does not depend on earlier states of it. Only a ConfigMap
    /// with the configuration of the mesh keeps its last valid state: without it all networks would change.
    public var problems: [InputError] {
        unusable.sorted { $0.key < $1.key }.flatMap { _, problems in
            problems.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    /// Returns the error of the ConfigMap that counts if it has no valid state; nil if it has one, or does not exist.
    ///
    /// - Parameter revision: the revision of the control plane; nil when none is named.
    package func missingConfiguration(of revision: String?) -> InputError? {
        let unreadable = unusable[.configMap, default: [:]]
        let valid = Set(names(of: .configMap, with: [:])).subtracting(unreadable.keys)
            .union(buckets.filter { $0.key.kind == .configMap }.flatMap { $0.value.objects.names(of: .configMap) })
        let names = valid.union(unreadable.keys)
        let wanted = MeshConfigMap.name(of: revision ?? MeshConfigMap.defaultRevision)
        let counting = names.first { $0.name == wanted } ?? (revision == nil ? names.min() : nil)
        return counting.flatMap { valid.contains($0) ? nil : unreadable[$0] }
    }

    /// Applies updates.
    ///
    /// - Returns: A Boolean value that indicates whether anything changed.
    @discardableResult
    public mutating func apply(_ updates: [ClusterUpdate]) -> Bool {
        var pending: [Key: [ObjectName: LiveObject?]] = [:]
        for update in updates {
            let kind = update.kind
            switch update.update {
            case .changed(let object): set(object.name, to: object, of: kind, &pending)
            case .removed(let name): set(name, to: nil, of: kind, &pending)
            case .replaced(let objects):
                let names = Set(objects.map(\.name))
                for name in self.names(of: kind, with: pending) where !names.contains(name) {
                    set(name, to: nil, of: kind, &pending)
                }
                for object in objects { set(object.name, to: object, of: kind, &pending) }
            }
        }
        var isChanged = false
        for (key, changes) in pending where edit(key, changes) { isChanged = true }
        if isChanged { made = nil }
        return isChanged
    }

    private func set(
        _ name: ObjectName,
        to object: LiveObject?,
        of kind: ObjectKind,
        _ pending: inout [Key: [ObjectName: LiveObject?]]
    ) {
        pending[Key(kind: kind, bucket: Self.bucket(of: name)), default: [:]].updateValue(object, forKey: name)
    }

    /// Returns the names of a kind, pending ones included.
    private func names(of kind: ObjectKind, with pending: [Key: [ObjectName: LiveObject?]]) -> Set<ObjectName> {
        var names = Set(unusable[kind, default: [:]].keys)
        for (key, bucket) in buckets where key.kind == kind { names.formUnion(bucket.objects.names(of: kind)) }
        for (key, changes) in pending where key.kind == kind { names.formUnion(changes.keys) }
        return names
    }

    /// Rebuilds a bucket; returns `false` if nothing in it changed.
    private mutating func edit(_ key: Key, _ changes: [ObjectName: LiveObject?]) -> Bool {
        let before = buckets[key]?.objects
        var gone: Set<ObjectName> = []
        var added: [ClusterObjects] = []
        for (name, object) in changes.sorted(by: { $0.key < $1.key }) {
            unusable[key.kind, default: [:]][name] = object?.problem
            if object?.problem != nil {
                // Treated like after a start, when no earlier state is known.
                if key.kind != .configMap { gone.insert(name) }
                continue
            }
            // Of ConfigMaps only those with the configuration of the mesh are read.
            guard let object, !object.objects.names(of: key.kind).isEmpty else {
                gone.insert(name)
                continue
            }
            // Contents are compared, not versions: a restored store may give a version a second time.
            if before?.equals(object.objects, at: name, of: key.kind) == true { continue }
            gone.insert(name)
            added.append(object.objects)
        }
        let known = before?.names(of: key.kind) ?? []
        guard !added.isEmpty || known.contains(where: { gone.contains($0) }) else { return false }
        var objects = before ?? ClusterObjects(id: id)
        objects.replace(gone, by: added, of: key.kind)
        let isEmpty = objects.names(of: key.kind).isEmpty
        buckets[key] = isEmpty ? nil : FileObjects(path: "\(key.kind)/\(key.bucket)", objects: objects, problems: [])
        return true
    }

    /// Returns a hash that is the same in every process.
    private static func bucket(of name: ObjectName) -> Int {
        var hash: UInt32 = 0x811C_9DC5
        for byte in name.namespace.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        hash = (hash ^ 0xFF) &* 0x0100_0193
        for byte in name.name.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return Int(hash ^ (hash >> 16)) & (bucketsPerKind - 1)
    }

    /// Returns the current cluster; unchanged parts are the same instances as before.
    public mutating func objects() -> ClusterObjects {
        if let made { return made }
        let files = buckets.sorted { ($0.key.kind, $0.key.bucket) < ($1.key.kind, $1.key.bucket) }.map(\.value)
        let objects = ClusterObjects(live: id, files: files)
        made = objects
        return objects
    }

    /// The number of known objects of each kind.
    public var counts: [ObjectKind: Int] {
        var counts: [ObjectKind: Int] = [:]
        for (key, bucket) in buckets { counts[key.kind, default: 0] += bucket.objects.names(of: key.kind).count }
        return counts
    }
}
