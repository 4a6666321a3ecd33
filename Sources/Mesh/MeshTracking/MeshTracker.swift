public import MeshModel
public import MeshSources
public import MeshViews
public import NetworkInference

/// A mesh that changes: each state is derived from the previous one, a directory, live clusters, or both.
public struct MeshTracker {
    /// The base, which changes only on reload.
    public enum Base: Sendable {
        /// A mesh directory at a path.
        case directory(String)
        /// Files in memory.
        case files([SourceFile], displayName: String)
        /// None: all clusters are live.
        case none
    }

    /// The content of one live cluster.
    private struct Live {
        var store: ClusterStore
        /// A Boolean value that indicates whether the cluster is complete; an incomplete one would lack endpoints and
        /// is not used.
        var isSynced = false
        /// A Boolean value that indicates whether a state was made with the cluster.
        var isUsed = false
    }

    private let base: Base
    private let reader: MeshDirectoryReader
    private var files = ReadFiles()
    private var directory: MeshDirectory
    private var live: [ClusterID: Live] = [:]
    private var inference: IncrementalInference
    /// The addresses of gateway host names.
    public private(set) var names: [String: [String]] = [:]
    private var isChanged = true
    /// The approximate memory of the encoded assignments of all states, in bytes; it is read when the first one is made.
    public var cacheBytes = Int.max
    /// The newest valid state; nil before the first.
    public private(set) var served: MeshState?
    /// The objects of ``served``; nil before the first.
    public private(set) var objects: MeshDirectory?

    /// Reads the base.
    ///
    /// - Parameters:
    /// - base: the base.
    /// - reader: the reader of the base.
    /// - inference: the inference rules.
    /// - Throws: ``InputErrors`` with all errors.
    public init(_ base: Base, reader: MeshDirectoryReader, inference: MeshInference) throws(InputErrors) {
        self.base = base
        self.reader = reader
        self.inference = IncrementalInference(inference)
        directory = try Self.read(base, reader, &files)
    }

    /// The problems of the input that is used all the same, the directory's first.
    public var problems: [InputError] {
        directory.problems + live.sorted { $0.key < $1.key }.flatMap { $0.value.store.problems }
    }

    /// The errors of a live cluster's objects that cannot be read.
    public func problems(of cluster: ClusterID) -> [InputError] { live[cluster]?.store.problems ?? [] }

    /// The errors of the objects of all complete live clusters that cannot be read, by cluster, kind and name.
    public var unreadableObjects: [InputError] {
        live.filter(\.value.isSynced).sorted { $0.key < $1.key }.flatMap(\.value.store.problems)
    }

    /// The problems of the base that are skipped.
    public var baseProblems: [InputError] { directory.problems }

    /// The clusters of the base.
    var baseClusters: [ClusterObjects] { directory.clusters }

    /// Returns true if all objects of a live cluster are known.
    public func isSynced(_ cluster: ClusterID) -> Bool { live[cluster]?.isSynced == true }

    /// The number of objects of each kind in each live cluster.
    public var counts: [ClusterID: [ObjectKind: Int]] { live.mapValues { $0.store.counts } }

    /// Reads the directory again; unchanged files are not read.
    ///
    /// - Throws: ``InputErrors`` with all errors; the base is then unchanged.
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

    /// Sets the addresses of gateway names.
    public mutating func resolve(_ names: [String: [String]]) {
        guard names != self.names else { return }
        self.names = names
        isChanged = true
    }

    /// Adds a live cluster without content.
    public mutating func add(_ cluster: ClusterID) {
        if live[cluster] == nil { live[cluster] = Live(store: ClusterStore(id: cluster)) }
    }

    /// Applies updates to a live cluster.
    public mutating func apply(_ updates: [ClusterUpdate], to cluster: ClusterID) {
        add(cluster)
        let wasUsable = isUsable(cluster)
        let isDifferent = live[cluster]?.store.apply(updates) == true || isUsable(cluster) != wasUsable
        guard isDifferent, live[cluster]?.isSynced == true else { return }
        isChanged = true
    }

    /// Marks a live cluster as complete: it is used from now on.
    public mutating func markSynced(_ cluster: ClusterID) {
        add(cluster)
        guard live[cluster]?.isSynced == false else { return }
        live[cluster]?.isSynced = true
        isChanged = true
    }

    /// Replaces the content of a live cluster atomically.
    public mutating func replace(_ cluster: ClusterID, with content: ClusterContent) {
        apply(content.updates, to: cluster)
        markSynced(cluster)
    }

    /// Removes a live cluster.
    public mutating func remove(_ cluster: ClusterID) {
        if live.removeValue(forKey: cluster)?.isSynced == true { isChanged = true }
    }

    /// Returns true if a cluster is part of the mesh: it is complete, and its configuration of the mesh can be read.
    ///
    /// A cluster that was part of the mesh remains part of it.
    private func isUsable(_ cluster: ClusterID) -> Bool {
        guard let content = live[cluster], content.isSynced else { return false }
        return content.isUsed || missingConfiguration(of: cluster) == nil
    }

    /// Returns the error of the config cluster's ConfigMap if it has no valid state.
    private func missingConfiguration(of cluster: ClusterID) -> InputError? {
        guard cluster == directory.configCluster, directory.needsConfigMap else { return nil }
        return live[cluster]?.store.missingConfiguration(of: directory.revision)
    }

    /// Makes the newest state.
    ///
    /// - Returns: the state, or nil if it is that of the last call.
    /// - Throws: ``InputErrors`` for contradictory objects, or if the first state lacks the configuration of the mesh
    ///   because its ConfigMap cannot be read; ``served`` is then unchanged.
    public mutating func next() throws(InputErrors) -> MeshState? {
        guard isChanged else { return nil }
        if served == nil, let problem = missingConfiguration(of: directory.configCluster) {
            throw InputErrors([problem])
        }
        let mesh = mesh()
        let snapshot = try inference.snapshot(of: mesh, names: names)
        let next = MeshState(directory: mesh, snapshot: snapshot, after: served, cacheBytes: cacheBytes)
        served = next
        objects = mesh
        isChanged = false
        return next
    }

    /// Returns the objects of the newest state.
    public mutating func mesh() -> MeshDirectory {
        guard !live.isEmpty else { return directory }
        var clusters: [ClusterObjects] = []
        for id in live.keys.sorted() where isUsable(id) {
            live[id]?.isUsed = true
            if let objects = live[id]?.store.objects() { clusters.append(objects) }
        }
        return directory.adding(live: clusters)
    }
}
