public import Logging
public import MeshModel
public import MeshSources
public import MeshTracking
internal import Synchronization

/// Publishes a recorded timeline in its own time.
public final class TimelineFeed: ClusterFeed {
    private let timeline: Timeline
    private let player: TimelinePlayer
    private let logger: Logger
    private let task = Mutex<Task<Void, Never>?>(nil)

    /// The cluster whose configuration counts.
    public var configCluster: ClusterID { timeline.mesh.configCluster }
    /// The files beside the clusters.
    public var base: MeshTracker.Base? { .files(timeline.mesh.base, displayName: "timeline") }

    /// Creates a feed.
    ///
    /// - Parameters:
    ///   - timeline: what was recorded.
    ///   - player: plays it.
    ///   - logger: for the end of the timeline.
    public init(_ timeline: Timeline, _ player: TimelinePlayer, _ logger: Logger) {
        self.timeline = timeline
        self.player = player
        self.logger = logger
    }

    /// Begins to play.
    public func start(_ publish: @escaping @Sendable ([ClusterChange]) -> Void) async throws {
        publish(timeline.beginning)
        let task = Task { [player, timeline, logger] in
            do {
                try await player.play { publish([$0.change]) }
                logger.notice("timeline finished", metadata: ["events": "\(timeline.count)"])
            } catch is CancellationError {
                return
            } catch {
                logger.error("timeline aborted", metadata: ["error": "\(error)"])
            }
        }
        self.task.withLock { $0 = task }
    }

    /// Ends playing.
    public func stop() async { task.withLock { $0 }?.cancel() }
}
