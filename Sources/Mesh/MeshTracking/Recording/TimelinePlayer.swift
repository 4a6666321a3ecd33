public import MeshSources

/// A player that publishes the events of a timeline at their times.
public struct TimelinePlayer: Sendable {
    private let timeline: Timeline
    /// The speed relative to the recording; nil plays all events at once.
    private let speed: Double?
    /// The last millisecond that is played; nil plays to the end.
    private let until: Int?

    /// Makes a player.
    ///
    /// - Parameters:
    /// - timeline: the timeline.
    /// - speed: the speed relative to the recording; nil plays without waits.
    /// - until: the last millisecond that is played; nil plays to the end.
    public init(_ timeline: Timeline, speed: Double? = 1, until: Int? = nil) {
        self.timeline = timeline
        self.speed = speed
        self.until = until
    }

    /// Plays the timeline to its end.
    ///
    /// - Parameter publish: receives the events, in order.
    /// - Throws: ``InputError`` for an invalid line; the events before it were played.
    public func play(_ publish: (TimelineEvent) -> Void) async throws {
        let start = ContinuousClock.now
        for index in 0..<timeline.count {
            let event = try timeline.event(index)
            if let until, event.milliseconds > until { return }
            if let speed {
                try await Task.sleep(until: start + .seconds(Double(event.milliseconds) / 1_000 / speed))
            }
            try Task.checkCancellation()
            publish(event)
        }
    }
}
