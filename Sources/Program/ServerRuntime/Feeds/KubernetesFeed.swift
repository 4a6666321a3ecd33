public import KubernetesAPI
public import Logging
public import MeshModel
public import MeshSources
public import MeshTracking
internal import Synchronization

/// Tells what API servers say.
public final class KubernetesFeed: ClusterFeed {
    /// The sources, for those who want to know how they are doing.
    public let sources: KubernetesSources
    /// The cluster whose configuration counts.
    public let configCluster: ClusterID
    /// Nil: the clusters stand beside the directory that the arguments name.
    public let base: MeshTracker.Base? = nil
    private let timeout: Duration
    private let logger: Logger
    private let task = Mutex<Task<Void, Never>?>(nil)
    /// The clusters that completed their initial sync.
    private let synced = Mutex<Set<ClusterID>>([])

    /// Creates a feed.
    ///
    /// - Parameters:
    ///   - sources: the API servers.
    ///   - configCluster: the cluster whose configuration counts.
    ///   - timeout: the longest wait for the first whole state.
    ///   - logger: for what is missing.
    public init(_ sources: KubernetesSources, configCluster: ClusterID, timeout: Duration, _ logger: Logger) {
        self.sources = sources
        self.configCluster = configCluster
        self.timeout = timeout
        self.logger = logger
    }

    /// Starts the sources, and waits until every cluster is known or the time is over.
    public func start(
        _ tell: @escaping @Sendable ([ClusterChange]) -> Void,
        isStopping: @Sendable () -> Bool
    ) async throws {
        sources.start()
        // The queue is bounded: of each object only the newest state is queued in the sources.
        let task = Task { [sources] in
            while let events = await sources.next() {
                let changes = events.compactMap(\.change)
                tell(changes)
                self.note(changes)
            }
        }
        self.task.withLock { $0 = task }
        let deadline = ContinuousClock.now + timeout
        while !isComplete, ContinuousClock.now < deadline {
            if isStopping() { throw CancellationError() }
            try await Task.sleep(for: .milliseconds(10))
        }
        try reportMissing()
    }

    /// The status of every cluster.
    public var statuses: (@Sendable () -> [SourceStatus])? {
        { [sources] in sources.statuses.map(SourceStatus.init) }
    }

    private func note(_ changes: [ClusterChange]) {
        synced.withLock { synced in
            for change in changes {
                switch change {
                case .synced(let id), .replaced(let id, _): synced.insert(id)
                case .removed(let id): synced.remove(id)
                case .added, .updated: break
                }
            }
        }
    }

    /// A Boolean value that indicates whether all clusters are known and have completed their initial sync.
    private var isComplete: Bool {
        let synced = synced.withLock { $0 }
        return sources.areClustersKnown && sources.statuses.allSatisfy { synced.contains($0.cluster) }
    }

    private func reportMissing() throws {
        let synced = synced.withLock { $0 }
        let missing = sources.statuses.filter { !synced.contains($0.cluster) }
        let reasons = missing.map { status in
            let reason = status.lastFailure.map { ": \($0.subject): \($0.error)" } ?? ""
            return "cluster \(status.cluster) at \(status.server) is not known yet\(reason)"
        }
        guard !synced.isEmpty else { throw ServerError(.unreachable, reasons.joined(separator: "\n")) }
        for reason in reasons { logger.error("\(reason); serving without it until it is") }
        if !sources.areClustersKnown {
            logger.error("Secrets of remote clusters are not known yet; serving without them")
        }
    }

    /// Stops the sources.
    public func stop() async {
        await sources.stop()
        await task.withLock { $0 }?.value
    }
}

extension SourceStatus {
    /// Makes the status of one cluster's source.
    fileprivate init(_ status: ClusterSourceStatus) {
        self.init(id: status.cluster.name, kind: .cluster, location: "\(status.server), \(status.origin)")
        phase =
            switch status.phase {
            case .connecting: .connecting
            case .synced: .synced
            case .unreachable: .unreachable
            case .stale: .stale
            }
        isSynced = status.isSynced
        lastHeard = status.lastHeard == 0 ? nil : status.lastHeard
        lastError = status.lastFailure.map { "\($0.subject): \($0.error)" }
        lastErrorTime = status.lastFailure?.time
        problems =
            status.forbidden.map { "\($0.kind) objects may not be listed" }
            + status.failures.map { "\($0.kind.kind): \($0.error)" }
            + (status.rotationFailure.map { ["the next way to reach it: \($0)"] } ?? [])
        objects = status.objects.filter { $0.count > 0 }.map { Count($0.kind.kind, $0.count) }
        credentialsExpiry = status.credentialsExpiry
    }
}
