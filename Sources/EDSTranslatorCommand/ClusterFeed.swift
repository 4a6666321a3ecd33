internal import MeshModel
internal import MeshTracking

/// Who tells a server of live clusters.
protocol ClusterFeed: Sendable {
    /// The config cluster, unless a directory names one.
    var configCluster: ClusterID { get }

    /// What the clusters stand beside; nil for the directory that the arguments name.
    var base: MeshTracker.Base? { get }

    /// Begins to tell; returns when every cluster was told of completely, or when waiting for more makes no sense.
    ///
    /// - Parameter tell: takes what changed, from any thread.
    /// - Throws: ``CommandFailure`` when there is nothing to serve.
    func start(_ tell: @escaping @Sendable ([TrackedChange]) -> Void) async throws

    /// Tells no more.
    func stop() async
}
