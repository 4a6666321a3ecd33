public import MeshSources

/// Plays a timeline: tells what happened, when it happened.
public struct TimelinePlayer: Sendable {
    private let timeline: Timeline
    /// How many times as fast as it happened; nil for all at once.
    private let speed: Double?
    /// The last millisecond that is played; nil for the end.
    private let until: Int?

    /// Makes a player.
    ///
    /// - Parameters:
    ///   - timeline: what happened.
    ///   - speed: how many times as fast as it happened; nil for as fast as it is taken.
    ///   - until: the last millisecond that is played; nil for all.
    public init(_ timeline: Timeline, speed: Double? = 1, until: Int? = nil) {
        self.timeline = timeline
        self.speed = speed
        self.until = until
    }

    /// Plays it to the end.
    ///
    /// - Parameter tell: takes what happened, in order.
    /// - Throws: ``InputError`` for a line that is no event; what stands before it was told.
    public func play(_ tell: (TimelineEvent) -> Void) async throws {
        let start = ContinuousClock.now
        for index in 0..<timeline.count {
            let event = try timeline.event(index)
            if let until, event.milliseconds > until { return }
            if let speed {
                try await Task.sleep(until: start + .seconds(Double(event.milliseconds) / 1_000 / speed))
            }
            try Task.checkCancellation()
            tell(event)
        }
    }
}
