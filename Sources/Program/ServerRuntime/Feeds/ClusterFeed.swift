public import MeshModel
public import MeshSources
public import MeshTracking

/// Who tells a server of live clusters.
public protocol ClusterFeed: Sendable {
    /// The config cluster, unless a directory names one.
    var configCluster: ClusterID { get }

    /// The base of the clusters, or `nil` for the directory of the arguments.
    var base: MeshTracker.Base? { get }

    /// Starts publishing; returns after the initial sync of every cluster, or when further waiting is pointless.
    ///
    /// - Parameters:
    ///   - tell: takes what changed, from any thread.
    ///   - isStopping: whether nobody waits any more.
    /// - Throws: ``ServerError`` when there is nothing to serve, `CancellationError` when nobody waits any more.
    func start(
        _ tell: @escaping @Sendable ([ClusterChange]) -> Void,
        isStopping: @Sendable () -> Bool
    ) async throws

    /// Stops publishing.
    func stop() async

    /// The status of the clusters' sources, or `nil` if it is not available.
    var statuses: (@Sendable () -> [SourceStatus])? { get }
}

extension ClusterFeed {
    /// Nil: the feed does not know.
    public var statuses: (@Sendable () -> [SourceStatus])? { nil }
}
