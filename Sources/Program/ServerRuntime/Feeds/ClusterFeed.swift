public import MeshModel
public import MeshSources
public import MeshTracking

/// Who tells a server of live clusters.
public protocol ClusterFeed: Sendable {
    /// The config cluster, unless a directory names one.
    var configCluster: ClusterID { get }

    /// What the clusters stand beside; nil for the directory that the arguments name.
    var base: MeshTracker.Base? { get }

    /// Begins to tell; returns when every cluster was told of completely, or when waiting for more makes no sense.
    ///
    /// - Parameters:
    ///   - tell: takes what changed, from any thread.
    ///   - isStopping: whether nobody waits any more.
    /// - Throws: ``ServerError`` when there is nothing to serve, `CancellationError` when nobody waits any more.
    func start(
        _ tell: @escaping @Sendable ([ClusterChange]) -> Void,
        isStopping: @Sendable () -> Bool
    ) async throws

    /// Tells no more.
    func stop() async

    /// How the clusters' sources are doing, by their own word; nil if they do not know.
    var statuses: (@Sendable () -> [SourceStatus])? { get }
}

extension ClusterFeed {
    /// Nil: the feed does not know.
    public var statuses: (@Sendable () -> [SourceStatus])? { nil }
}
