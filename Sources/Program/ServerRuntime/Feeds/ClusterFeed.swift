public import MeshModel
public import MeshSources
public import MeshTracking

/// A source of cluster changes.
public protocol ClusterFeed: Sendable {
    /// The config cluster, unless a directory names one.
    var configCluster: ClusterID { get }

    /// The namespace of the control plane in the clusters, or `nil` if the directory names it.
    var systemNamespace: String? { get }

    /// The base of the clusters, or `nil` for the directory of the arguments.
    var base: MeshTracker.Base? { get }

    /// Starts publishing; returns after the initial sync of every cluster, or when further waiting is pointless.
    ///
    /// - Parameter publish: receives the changes, on any thread.
    /// - Throws: ``ServerError`` if there is nothing to serve, `CancellationError` if the task was cancelled.
    func start(_ publish: @escaping @Sendable ([ClusterChange]) -> Void) async throws

    /// Stops publishing.
    func stop() async

    /// The status of the clusters' sources, or `nil` if it is not available.
    var statuses: (@Sendable () -> [SourceStatus])? { get }
}

extension ClusterFeed {
    /// The default: the one that the directory names.
    public var systemNamespace: String? { nil }

    /// Runs a closure after the start, and stops publishing however it ends: neither connections nor credential plugins
    /// outlive it.
    ///
    /// - Parameters:
    ///   - publish: receives the changes, on any thread.
    ///   - stopping: the request that ends the start.
    ///   - body: runs after the start.
    /// - Throws: The error of the start, or of the closure.
    public func publishing<Value>(
        to publish: @escaping @Sendable ([ClusterChange]) -> Void,
        until stopping: StopSignal,
        while body: () async throws -> Value
    ) async throws -> Value {
        let result: Result<Value, any Error>
        do {
            try await stopping.cancelling { try await start(publish) }
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        await stop()
        return try result.get()
    }

    /// The default: not available.
    public var statuses: (@Sendable () -> [SourceStatus])? { nil }
}
