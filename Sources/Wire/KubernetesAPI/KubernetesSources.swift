public import Logging
public import MeshModel
public import MeshSources

/// Follows clusters: those that are configured, and on demand those that Secrets of the config cluster name.
///
/// Takes what it knows from ``next()``; ``statuses`` and ``problems`` may be read at any time from any thread. A cluster that
/// cannot be reached keeps its last state, and holds up no other one. Whoever makes one has to ``stop()`` it, started or not.
public final class KubernetesSources: Sendable {
    /// A cluster that is followed from beginning to end.
    public struct Cluster: Sendable {
        /// Its id.
        public let id: ClusterID
        /// How it is reached.
        public let access: ClusterAccess
        /// The kinds that are followed.
        public let kinds: [ObjectKind]

        /// Names a cluster.
        public init(_ id: ClusterID, access: ClusterAccess, kinds: [ObjectKind] = ObjectKind.all) {
            self.id = id
            self.access = access
            self.kinds = kinds
        }
    }

    /// What is followed.
    public struct Configuration: Sendable {
        /// The clusters, each with an id of its own.
        public var clusters: [Cluster]
        /// The one of them whose Secrets are read; nil reads none.
        public var secretCluster: ClusterID?
        /// The kinds that are followed in clusters that Secrets name.
        public var remoteKinds = ObjectKind.all
        /// Bounds and intervals.
        public var settings = SourceSettings()

        /// Makes a configuration.
        public init(clusters: [Cluster], secretCluster: ClusterID? = nil) {
            self.clusters = clusters
            self.secretCluster = secretCluster
        }
    }

    private let configuration: Configuration
    private let logger: Logger
    private let queue = SourceEventQueue()
    private let fixed: [ClusterSource]
    private let remote: RemoteClusters

    /// Makes sources; nothing is asked before ``start()``.
    ///
    /// - Parameters:
    ///   - configuration: what to follow.
    ///   - logger: hears what goes wrong, once, and never of credentials.
    public init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        var taken: Set<ClusterID> = []
        let queue = queue
        fixed = configuration.clusters.filter { taken.insert($0.id).inserted }.map { cluster in
            ClusterSource(
                cluster.id,
                access: cluster.access,
                kinds: cluster.kinds,
                sink: ClusterSink(cluster.id, queue, isOpen: true),
                settings: configuration.settings,
                logger: logger
            )
        }
        remote = RemoteClusters(
            kinds: configuration.remoteKinds,
            reserved: taken,
            queue: queue,
            settings: configuration.settings,
            logger: logger
        )
    }

    /// Begins to follow.
    public func start() {
        for source in fixed {
            queue.add(source.cluster)
            source.start()
        }
        if let source = fixed.first(where: { $0.cluster == configuration.secretCluster }) {
            remote.follow(source.client, of: source.cluster)
        }
    }

    /// What happened since the last call, as soon as there is something; nil after ``stop()``.
    ///
    /// For one caller at a time. Whoever is slow finds fewer events, not older ones: of each object only the newest state waits.
    public func next() async -> [SourceEvent]? { await queue.next() }

    /// How every cluster is doing, by id.
    public var statuses: [ClusterSourceStatus] {
        (fixed.map(\.status) + remote.statuses).sorted { $0.cluster < $1.cluster }
    }

    /// What is wrong with the Secrets, by Secret and key.
    public var problems: [SourceProblem] { remote.problems }

    /// Whether it is known which clusters there are: true once the Secrets were listed, or if none are read.
    public var areClustersKnown: Bool { configuration.secretCluster == nil || remote.isListed }

    /// Whether every cluster that is known was listed once.
    public var isSynced: Bool { areClustersKnown && statuses.allSatisfy(\.isSynced) }

    /// Ends everything that goes on, and closes all connections.
    public func stop() async {
        for source in fixed { await source.client.stopAsking() }
        await remote.stop()
        await withDiscardingTaskGroup { group in
            for source in fixed { group.addTask { await source.stop() } }
        }
        queue.finish()
    }
}
