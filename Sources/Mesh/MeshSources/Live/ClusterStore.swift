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

    private struct Bucket {
        let file: FileObjects
        /// The state of each object with a known state.
        let states: [ObjectName: String]
    }

    /// Small enough to iterate over at each change, and large enough that a bucket is a small part of a large cluster.
    private static let bucketsPerKind = 1 << 10

    /// The cluster.
    public let id: ClusterID
    private var buckets: [Key: Bucket] = [:]
    private var unusable: [ObjectKind: [ObjectName: InputError]] = [:]
    private var made: ClusterObjects?

    /// Makes an empty store.
    public init(id: ClusterID) { self.id = id }

    /// The errors in the newest state of objects, ascending by kind and name.
    ///
    /// The last valid state of such an object is kept.
    public var problems: [InputError] {
        unusable.sorted { $0.key < $1.key }.flatMap { _, problems in
            problems.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    /// Applies updates.
    ///
    /// - Returns: A Boolean value that indicates whether anything changed.
    @discardableResult
    public mutating func apply(_ updates: [ClusterUpdate]) -> Bool {
        var pending: [Key: [ObjectName: LiveObject?]] = [:]
        for update in updates {
            switch update {
            case .changed(let kind, let object): set(object.name, to: object, of: kind, &pending)
            case .removed(let kind, let name): set(name, to: nil, of: kind, &pending)
            case .replaced(let kind, let objects):
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
        for (key, bucket) in buckets where key.kind == kind { names.formUnion(bucket.file.objects.names(of: kind)) }
        for (key, changes) in pending where key.kind == kind { names.formUnion(changes.keys) }
        return names
    }

    /// Rebuilds a bucket; returns `false` if nothing in it changed.
    private mutating func edit(_ key: Key, _ changes: [ObjectName: LiveObject?]) -> Bool {
        let before = buckets[key]
        var states = before?.states ?? [:]
        var gone: Set<ObjectName> = []
        var added: [ClusterObjects] = []
        for (name, object) in changes.sorted(by: { $0.key < $1.key }) {
            unusable[key.kind]?[name] = nil
            // Only one ConfigMap is read.
            guard let object, object.problem != nil || !object.objects.names(of: key.kind).isEmpty else {
                states[name] = nil
                gone.insert(name)
                continue
            }
            if let problem = object.problem {
                unusable[key.kind, default: [:]][name] = problem
                continue
            }
            if !object.state.isEmpty, states[name] == object.state { continue }
            states[name] = object.state.isEmpty ? nil : object.state
            gone.insert(name)
            added.append(object.objects)
        }
        let known = before.map { $0.file.objects.names(of: key.kind) } ?? []
        guard !added.isEmpty || known.contains(where: { gone.contains($0) }) else { return false }
        var objects = before?.file.objects ?? ClusterObjects(id: id)
        objects.replace(gone, by: added, of: key.kind)
        let isEmpty = objects.names(of: key.kind).isEmpty
        let file = FileObjects(path: "\(key.kind)/\(key.bucket)", objects: objects, problems: [])
        buckets[key] = isEmpty ? nil : Bucket(file: file, states: states)
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
        let files = buckets.sorted { ($0.key.kind, $0.key.bucket) < ($1.key.kind, $1.key.bucket) }.map(\.value.file)
        let objects = ClusterObjects(live: id, files: files)
        made = objects
        return objects
    }

    /// The number of known objects of each kind.
    public var counts: [ObjectKind: Int] {
        var counts: [ObjectKind: Int] = [:]
        for (key, bucket) in buckets { counts[key.kind, default: 0] += bucket.file.objects.names(of: key.kind).count }
        return counts
    }
}
