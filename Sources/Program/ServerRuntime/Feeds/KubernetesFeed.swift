public import KubernetesAPI
public import Logging
public import MeshModel
public import MeshSources
public import MeshTracking
internal import Synchronization

/// Publishes the changes of live clusters.
public final class KubernetesFeed: ClusterFeed {
    /// The sources, for their status.
    public let sources: KubernetesSources
    /// The cluster whose configuration counts.
    public let configCluster: ClusterID
    /// The namespace of the control plane, which the sources read.
    public var systemNamespace: String? { sources.systemNamespace }
    /// Nil: the clusters stand beside the directory that the arguments name.
    public let base: MeshTracker.Base? = nil
    private let timeout: Duration
    /// A Boolean value that indicates whether the start fails without any of the clusters.
    private let requiresAll: Bool
    private let logger: Logger
    private let task = Mutex<Task<Void, Never>?>(nil)

    /// Creates a feed.
    ///
    /// - Parameters:
    ///   - sources: the API servers.
    ///   - configCluster: the cluster whose configuration counts.
    ///   - timeout: the longest wait for the initial sync of all clusters.
    ///   - requiresAll: a Boolean value that indicates whether the start fails without any of the clusters.
    ///   - logger: logs the clusters that are missing.
    public init(
        _ sources: KubernetesSources,
        configCluster: ClusterID,
        timeout: Duration,
        requiresAll: Bool = false,
        _ logger: Logger
    ) {
        self.requiresAll = requiresAll
        self.sources = sources
        self.configCluster = configCluster
        self.timeout = timeout
        self.logger = logger
    }

    /// Starts the sources, and waits for the initial sync of every cluster, or until the time is over.
    public func start(_ publish: @escaping @Sendable ([ClusterChange]) -> Void) async throws {
        sources.start()
        // The queue is bounded: of each object only the newest state is queued in the sources.
        let task = Task { [sources] in
            while let events = await sources.next() { publish(events.compactMap(\.change)) }
        }
        self.task.withLock { $0 = task }
        let isSynced = await sources.untilSynced(timeout: timeout)
        try Task.checkCancellation()
        if !isSynced { try reportMissing() }
    }

    /// The status of every cluster.
    public var statuses: (@Sendable () -> [SourceStatus])? {
        { [sources] in sources.statuses.map(SourceStatus.init) + [SourceStatus(secretsOf: sources)].compactMap { $0 } }
    }

    private func reportMissing() throws {
        let synced = sources.deliveredClusters
        let missing = sources.statuses.filter { !synced.contains($0.cluster) }
        let reasons = missing.map { status in
            let reason = status.lastFailure.map { ": \($0.subject): \($0.error)" } ?? ""
            return "cluster \(status.cluster) (\(status.server)): initial sync not complete\(reason)"
        }
        let forbidden = missing.filter {
            sources.configuredClusters.contains($0.cluster) && $0.forbidden.contains(where: \.isRequired)
        }
        // Waiting does not help: a cluster without its endpoints, or a mesh without its clusters, must not be served.
        var failures = forbidden.isEmpty && !synced.isEmpty && !requiresAll ? [] : reasons
        let secretFailure = sources.secretFailure
        if !sources.areClustersKnown, requiresAll || secretFailure?.code == .forbidden {
            failures.append("remote secrets not synced\(secretFailure.map { ": \($0)" } ?? "")")
        }
        guard failures.isEmpty else { throw ServerError(.unreachable, failures.joined(separator: "\n")) }
        for reason in reasons { logger.error("serving without a cluster", metadata: ["error": "\(reason)"]) }
        if !sources.areClustersKnown {
            logger.error(
                "remote secrets not synced; serving without remote clusters",
                metadata: secretFailure.map { ["error": "\($0)"] } ?? [:]
            )
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
    fileprivate init(_ status: ClusterInformerStatus) {
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
            status.failures.map { kind, error in
                let isOptional = status.forbidden.contains(kind) && !kind.isRequired
                return "\(kind.plural): \(error)\(isOptional ? "; optional, not used" : "")"
            } + (status.rotationFailure.map { ["new credentials: \($0)"] } ?? [])
        objects = status.objects.filter { $0.count > 0 }.map { Count($0.kind.kind, $0.count) }
        credentialsExpiry = status.credentialsExpiry
    }

    /// The status of the remote secrets; nil if they are listed and have no problems.
    fileprivate init?(secretsOf sources: KubernetesSources) {
        let problems = sources.problems
        guard let cluster = sources.secretCluster, !sources.areClustersKnown || !problems.isEmpty else { return nil }
        self.init(id: "remote-secrets", kind: .secrets, location: "cluster \(cluster)")
        let failure = sources.secretFailure
        isSynced = sources.areClustersKnown
        phase = isSynced ? (failure == nil ? .synced : .stale) : (failure == nil ? .connecting : .unreachable)
        lastError = failure.map { "secrets: \($0)" }
        self.problems = problems.map(\.description)
    }
}
