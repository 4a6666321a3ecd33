public import DiscoveryServer
public import MeshModel
public import MeshSources
public import NetworkInference

/// A mesh that changes: every state is made from the one before, of a directory, of live clusters, or of both.
public struct MeshTracker {
    /// What does not change by itself.
    public enum Base: Sendable {
        /// A mesh directory, by its path.
        case directory(String)
        /// Files in memory.
        case files([SourceFile], displayName: String)
        /// Nothing: all clusters are live.
        case none
    }

    /// What is known of one live cluster.
    private struct Live {
        var store: ClusterStore
        /// Half a cluster would be a mesh with half of its endpoints: only whole ones count.
        var isSynced = false
    }

    private let base: Base
    private let reader: MeshDirectoryReader
    private var files = ReadFiles()
    private var directory: MeshDirectory
    private var live: [ClusterID: Live] = [:]
    private var inference: IncrementalInference
    /// Addresses of gateway host names.
    public private(set) var names: [String: [String]] = [:]
    private var isChanged = true
    /// The newest state that could be made; nil before the first.
    public private(set) var served: ServedMesh?
    /// What ``served`` was made of; nil before the first.
    public private(set) var objects: MeshDirectory?

    /// Reads the base.
    ///
    /// - Parameters:
    ///   - base: what does not change by itself.
    ///   - reader: how it is read.
    ///   - inference: the rules.
    /// - Throws: ``InputErrors`` with everything that is wrong.
    public init(_ base: Base, reader: MeshDirectoryReader, inference: MeshInference) throws(InputErrors) {
        self.base = base
        self.reader = reader
        self.inference = IncrementalInference(inference)
        directory = try Self.read(base, reader, &files)
    }

    /// What is wrong with the input that is served all the same, the directory's first.
    public var problems: [InputError] {
        directory.problems + live.sorted { $0.key < $1.key }.flatMap { $0.value.store.problems }
    }

    /// What is wrong with the base, and passed over.
    public var baseProblems: [InputError] { directory.problems }

    /// The clusters of the base.
    var baseClusters: [ClusterObjects] { directory.clusters }

    /// Whether all objects of a live cluster are known.
    public func isSynced(_ cluster: ClusterID) -> Bool { live[cluster]?.isSynced == true }

    /// How many objects of each kind each live cluster has.
    public var counts: [ClusterID: [ObjectKind: Int]] { live.mapValues { $0.store.counts } }

    /// Reads the directory again; what did not change is not read.
    ///
    /// - Throws: ``InputErrors`` with everything that is wrong; the base is as it was before.
    public mutating func reload() throws(InputErrors) {
        directory = try Self.read(base, reader, &files)
        isChanged = true
    }

    private static func read(
        _ base: Base,
        _ reader: MeshDirectoryReader,
        _ files: inout ReadFiles
    ) throws(InputErrors) -> MeshDirectory {
        switch base {
        case .directory(let path): try reader.read(directory: path, remembering: &files)
        case .files(let files, let name): try reader.read(files: files, displayName: name)
        case .none: try reader.read(files: [], displayName: "live clusters")
        }
    }

    /// Goes on with other addresses of gateway names.
    public mutating func resolve(_ names: [String: [String]]) {
        guard names != self.names else { return }
        self.names = names
        isChanged = true
    }

    /// Follows a live cluster, of which nothing is known yet.
    public mutating func add(_ cluster: ClusterID) {
        if live[cluster] == nil { live[cluster] = Live(store: ClusterStore(id: cluster)) }
    }

    /// Takes in what is different in a live cluster.
    public mutating func apply(_ updates: [ClusterUpdate], to cluster: ClusterID) {
        add(cluster)
        guard live[cluster]?.store.apply(updates) == true, live[cluster]?.isSynced == true else { return }
        isChanged = true
    }

    /// All objects of a live cluster are known: it counts from now on.
    public mutating func markSynced(_ cluster: ClusterID) {
        add(cluster)
        guard live[cluster]?.isSynced == false else { return }
        live[cluster]?.isSynced = true
        isChanged = true
    }

    /// Takes another source's whole content for that of a cluster, without a moment in which it has none.
    public mutating func replace(_ cluster: ClusterID, with updates: [ClusterUpdate]) {
        // Kinds of which the new source says nothing, for instance because it may not see them, are gone.
        let said = Set(updates.map(\.kind))
        let others = ObjectKind.all.filter { !said.contains($0) }.map { ClusterUpdate.replaced($0, []) }
        apply(others + updates, to: cluster)
        markSynced(cluster)
    }

    /// Forgets a live cluster.
    public mutating func remove(_ cluster: ClusterID) {
        if live.removeValue(forKey: cluster)?.isSynced == true { isChanged = true }
    }

    /// Makes the newest state.
    ///
    /// - Returns: nil if it is that of the last call.
    /// - Throws: ``InputErrors`` for statements that cannot both hold; ``served`` is as it was before.
    public mutating func next() throws(InputErrors) -> ServedMesh? {
        guard isChanged else { return nil }
        let mesh = mesh()
        let snapshot = try inference.snapshot(of: mesh, names: names)
        let next = ServedMesh(directory: mesh, snapshot: snapshot, after: served)
        served = next
        objects = mesh
        isChanged = false
        return next
    }

    /// All that the newest state is made of.
    public mutating func mesh() -> MeshDirectory {
        guard !live.isEmpty else { return directory }
        var clusters: [ClusterObjects] = []
        for id in live.keys.sorted() where live[id]?.isSynced == true {
            if let objects = live[id]?.store.objects() { clusters.append(objects) }
        }
        return directory.adding(live: clusters)
    }
}
