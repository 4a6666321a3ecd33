internal import NIOCore

/// Measures how late event loops come to what they have to do.
enum EventLoopLag {
    private static let interval = TimeAmount.milliseconds(250)

    /// Measures on an event loop until the loop ends.
    static func measure(on loop: any EventLoop, _ note: @escaping @Sendable (Int64) -> Void) {
        let due = NIODeadline.now() + interval
        // When the loop shuts down the task fails, and none follows it.
        loop.scheduleTask(deadline: due) {
            note(max(0, (NIODeadline.now() - due).nanoseconds))
            measure(on: loop, note)
        }
    }
}
