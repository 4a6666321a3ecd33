public import MeshModel
public import MeshSources
internal import TextFormats

/// A recorder of live clusters, whose result is a mesh directory with a timeline.
///
/// Objects must keep their content (``LiveObject/content``). A value without files: the caller writes them.
public struct MeshRecorder: Sendable {
    private struct Key: Hashable {
        let kind: ObjectKind
        let name: ObjectName
    }

    private struct Cluster {
        var objects: [Key: MetadataValue] = [:]
        var isSynced = false
    }

    private var clusters: [ClusterID: Cluster] = [:]
    /// The errors of objects that cannot be read.
    private var unreadable: [ClusterID: [Key: InputError]] = [:]

    /// Makes an empty recorder.
    public init() {}

    /// A Boolean value that indicates whether the initial sync of every cluster is complete.
    public var isSynced: Bool { clusters.values.allSatisfy(\.isSynced) }

    /// The number of known objects.
    public var count: Int { clusters.values.reduce(0) { $0 + $1.objects.count } }

    /// The errors of objects that cannot be read and are not recorded, by cluster, kind and name.
    public var problems: [InputError] {
        unreadable.sorted { $0.key < $1.key }.flatMap { _, problems in
            problems.sorted { ($0.key.kind, $0.key.name) < ($1.key.kind, $1.key.name) }.map(\.value)
        }
    }

    /// Returns the error of a cluster's configuration of the mesh if it has no valid state; nil if there is one, or none
    /// exists.
    public func missingConfiguration(of cluster: ClusterID) -> InputError? {
        let valid = (clusters[cluster]?.objects ?? [:]).keys.filter { $0.kind == .configMap }.map(\.name.name)
        let problems = (unreadable[cluster] ?? [:]).filter { $0.key.kind == .configMap }
        let main = MeshConfigMap.name(of: MeshConfigMap.defaultRevision)
        guard !valid.contains(main) else { return nil }
        if let problem = problems.first(where: { $0.key.name.name == main }) { return problem.value }
        return valid.isEmpty ? problems.min { $0.key.name < $1.key.name }?.value : nil
    }

    /// Applies a change.
    ///
    /// - Parameter milliseconds: the time since the recording began.
    /// - Returns: the lines of a timeline, for actual differences only.
    @discardableResult
    public mutating func record(_ change: ClusterChange, at milliseconds: Int) -> [String] {
        let id = change.cluster
        switch change {
        case .added:
            if clusters[id] == nil { clusters[id] = Cluster() }
            return []
        case .updated(_, let updates):
            return updates.flatMap { record($0, id, milliseconds) }
        case .replaced(_, let content):
            return content.updates.flatMap { record($0, id, milliseconds) } + synced(id, milliseconds)
        case .synced: return synced(id, milliseconds)
        case .removed:
            unreadable[id] = nil
            return clusters.removeValue(forKey: id) == nil ? [] : [Self.line(milliseconds, id, "GONE", nil)]
        }
    }

    private mutating func synced(_ id: ClusterID, _ milliseconds: Int) -> [String] {
        guard clusters[id]?.isSynced != true else { return [] }
        clusters[id, default: Cluster()].isSynced = true
        return [Self.line(milliseconds, id, "SYNCED", nil)]
    }

    private mutating func record(_ update: ClusterUpdate, _ id: ClusterID, _ milliseconds: Int) -> [String] {
        let kind = update.kind
        switch update.update {
        case .changed(let object):
            let key = Key(kind: kind, name: object.name)
            unreadable[id, default: [:]][key] = object.problem
            guard object.problem == nil else {
                // As it is served: absent, but the configuration of the mesh keeps its last valid state.
                return kind == .configMap ? [] : remove(key, id, milliseconds)
            }
            return set(key, to: object.content, id, milliseconds)
        case .removed(let name):
            let key = Key(kind: kind, name: name)
            unreadable[id]?[key] = nil
            return remove(key, id, milliseconds)
        case .replaced(let objects):
            let names = Set(objects.map(\.name))
            for key in (unreadable[id] ?? [:]).keys where key.kind == kind && !names.contains(key.name) {
                unreadable[id]?[key] = nil
            }
            let gone = (clusters[id]?.objects ?? [:]).keys.filter { $0.kind == kind && !names.contains($0.name) }
            return gone.sorted { $0.name < $1.name }.flatMap { remove($0, id, milliseconds) }
                + objects.flatMap { record(.changed(kind, $0), id, milliseconds) }
        }
    }

    private mutating func set(
        _ key: Key,
        to content: MetadataValue?,
        _ id: ClusterID,
        _ milliseconds: Int
    ) -> [String] {
        guard let content else { return [] }
        let before = clusters[id, default: Cluster()].objects.updateValue(content, forKey: key)
        guard before != content else { return [] }
        return [Self.line(milliseconds, id, before == nil ? "ADDED" : "MODIFIED", content)]
    }

    private mutating func remove(_ key: Key, _ id: ClusterID, _ milliseconds: Int) -> [String] {
        guard let content = clusters[id]?.objects.removeValue(forKey: key) else { return [] }
        return [Self.line(milliseconds, id, "DELETED", content)]
    }

    private static func line(
        _ milliseconds: Int,
        _ cluster: ClusterID,
        _ type: String,
        _ object: MetadataValue?
    ) -> String {
        var members: [JSONValue.Member] = [
            JSONValue.Member("at", .number(JSONNumber(milliseconds))),
            JSONValue.Member("cluster", .string(cluster.name)), JSONValue.Member("type", .string(type)),
        ]
        if let object { members.append(JSONValue.Member("object", JSONValue(object))) }
        return JSONValue.object(members).text()
    }

    /// Returns the clusters as files of a mesh directory, by path: a file for each kind, objects in order of their
    /// names.
    public func files() -> [(path: String, text: String)] {
        clusters.sorted { $0.key < $1.key }.flatMap { id, cluster in
            Dictionary(grouping: cluster.objects, by: \.key.kind).sorted { $0.key < $1.key }.map { kind, objects in
                let documents = objects.sorted { $0.key.name < $1.key.name }.map { JSONValue($0.value).yaml }
                // The plurals of the supported kinds are unique.
                return ("clusters/\(id.name)/\(kind.plural).yaml", documents.joined(separator: "---\n"))
            }
        }
    }
}
