public import Logging
public import MeshModel
public import MeshSources

/// The sources of all clusters: configured ones, and optionally those in remote secrets of the config cluster.
///
/// Events are delivered by ``next()``; ``statuses`` and ``problems`` may be read at any time from any thread. A cluster
/// that cannot be reached keeps its last state and does not delay others. The owner must call ``stop()``, even without
/// ``start()``.
public final class KubernetesSources: Sendable {
    /// A configured cluster.
    public struct Cluster: Sendable {
        /// The id of the cluster.
        public let id: ClusterID
        /// The access to its API server.
        public let access: ClusterAccess
        /// The watched kinds.
        public let kinds: [ObjectKind]

        /// Makes a configured cluster.
        public init(_ id: ClusterID, access: ClusterAccess, kinds: [ObjectKind] = ObjectKind.all) {
            self.id = id
            self.access = access
            self.kinds = kinds
        }
    }

    /// The configuration of the sources.
    public struct Configuration: Sendable {
        /// The clusters, with unique ids.
        public var clusters: [Cluster]
        /// The cluster whose remote secrets are read; nil reads none.
        public var secretCluster: ClusterID?
        /// The watched kinds in clusters of remote secrets.
        public var remoteKinds = ObjectKind.all
        /// The limits and intervals.
        public var settings = SourceSettings()

        /// Makes a configuration.
        public init(clusters: [Cluster], secretCluster: ClusterID? = nil) {
            self.clusters = clusters
            self.secretCluster = secretCluster
        }
    }

    private let configuration: Configuration
    private let logger: Logger
    private let queue = CoalescingEventQueue()
    private let delivery = SyncDelivery()
    private let fixed: [ClusterInformer]
    private let remote: RemoteClusters

    /// Makes sources; no request is sent before ``start()``.
    ///
    /// - Parameters:
    /// - configuration: the clusters to watch.
    /// - logger: logs each failure once; never logs credentials.
    public init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        var taken: Set<ClusterID> = []
        let queue = queue
        fixed = configuration.clusters.filter { taken.insert($0.id).inserted }.map { cluster in
            ClusterInformer(
                cluster.id,
                access: cluster.access,
                kinds: cluster.kinds,
                sink: UpdateSink(cluster.id, queue, isOpen: true),
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

    /// Starts to watch.
    public func start() {
        for source in fixed {
            queue.add(source.cluster)
            source.start()
        }
        if let source = fixed.first(where: { $0.cluster == configuration.secretCluster }) {
            remote.follow(source)
        }
    }

    /// Waits for events and returns those since the last call; nil after ``stop()``.
    ///
    /// For one caller at a time. Slow consumers see coalesced updates: only the latest state per object is queued.
    public func next() async -> [SourceEvent]? {
        // A consumer that requests more has handled what was delivered before.
        delivery.handle()
        let handled = delivery.clusters
        if areClustersKnown, statuses.allSatisfy({ handled.contains($0.cluster) }) { delivery.complete() }
        let events = await queue.next()
        delivery.deliver(events ?? [])
        return events
    }

    /// Waits until the initial sync of every known cluster is complete, and its events were delivered by ``next()``
    /// and handled: the consumer has requested more.
    ///
    /// - Parameter timeout: the longest wait.
    /// - Returns: true if it is complete; false if the time is over, or the task was cancelled.
    public func untilSynced(timeout: Duration) async -> Bool { await delivery.wait(for: timeout) }

    /// The clusters whose initial sync was delivered by ``next()`` and handled.
    public var deliveredClusters: Set<ClusterID> { delivery.clusters }

    /// The status of every cluster, by id.
    public var statuses: [ClusterInformerStatus] {
        (fixed.map(\.status) + remote.statuses).sorted { $0.cluster < $1.cluster }
    }

    /// The ids of the configured clusters; the others are those of remote secrets.
    public var configuredClusters: Set<ClusterID> { Set(fixed.map(\.cluster)) }

    /// The namespace of the control plane.
    public var systemNamespace: String { configuration.settings.systemNamespace }

    /// The cluster whose remote secrets are read; nil if none are.
    public var secretCluster: ClusterID? { configuration.secretCluster }

    /// The problems with remote secrets, by Secret and key.
    public var problems: [SourceProblem] { remote.problems }

    /// The error for which the remote secrets are not watched at present; nil if there is none.
    public var secretFailure: KubernetesError? { remote.failure }

    /// A Boolean value that indicates whether the set of clusters is known: the remote secrets were listed, or none are
    /// read.
    public var areClustersKnown: Bool { configuration.secretCluster == nil || remote.isListed }

    /// A Boolean value that indicates whether the initial sync of every known cluster is complete.
    public var isSynced: Bool { areClustersKnown && statuses.allSatisfy(\.isSynced) }

    /// Ends all watches and closes all connections, those of all clusters side by side.
    public func stop() async {
        for source in fixed { await source.client.stopAsking() }
        await withDiscardingTaskGroup { group in
            group.addTask { [remote] in await remote.stop() }
            for source in fixed { group.addTask { await source.stop() } }
        }
        queue.finish()
    }
}
