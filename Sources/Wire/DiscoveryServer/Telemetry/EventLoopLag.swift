internal import NIOCore

/// The measurement of event loop lag.
enum EventLoopLag {
    private static let interval = TimeAmount.milliseconds(250)

    /// Measures the lag of an event loop until the loop ends.
    static func measure(on loop: any EventLoop, _ record: @escaping @Sendable (Int64) -> Void) {
        let due = NIODeadline.now() + interval
        // When the loop shuts down the task fails, and no further one is scheduled.
        loop.scheduleTask(deadline: due) {
            record(max(0, (NIODeadline.now() - due).nanoseconds))
            measure(on: loop, record)
        }
    }
}
