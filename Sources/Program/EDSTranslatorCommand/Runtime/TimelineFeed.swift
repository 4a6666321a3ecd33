internal import Logging
internal import MeshModel
internal import MeshSources
internal import MeshTracking
internal import Synchronization

/// Tells what a recorded timeline says, when it says so.
final class TimelineFeed: ClusterFeed {
    private let timeline: Timeline
    private let player: TimelinePlayer
    private let logger: Logger
    private let task = Mutex<Task<Void, Never>?>(nil)

    var configCluster: ClusterID { timeline.mesh.configCluster }
    var base: MeshTracker.Base? { .files(timeline.mesh.base, displayName: "timeline") }

    init(_ timeline: Timeline, _ player: TimelinePlayer, _ logger: Logger) {
        self.timeline = timeline
        self.player = player
        self.logger = logger
    }

    func start(
        _ tell: @escaping @Sendable ([ClusterChange]) -> Void,
        isStopping: @Sendable () -> Bool
    ) async throws {
        tell(timeline.beginning)
        let task = Task { [player, timeline, logger] in
            do {
                try await player.play { tell([$0.change]) }
                logger.notice("timeline ended", metadata: ["events": "\(timeline.count)"])
            } catch is CancellationError {
                return
            } catch {
                logger.error("timeline ended early: \(error)")
            }
        }
        self.task.withLock { $0 = task }
    }

    func stop() async { task.withLock { $0 }?.cancel() }
}
