internal import NIOCore

/// The only timer of an owner with several deadlines, which move all the time.
///
/// It is scheduled again only for an earlier deadline: a busy connection, whose deadlines move away, does not touch it,
/// and when it fires, the owner determines what is due.
struct DeadlineTimer {
    private var task: Scheduled<Void>?
    private var deadline: NIODeadline?

    /// Schedules a call, unless an earlier one is scheduled already.
    ///
    /// - Parameters:
    ///   - next: the next deadline, or `nil` if there is none.
    ///   - loop: the owner's event loop, on which this is called.
    ///   - fire: begins with ``fired()``.
    mutating func arm(at next: NIODeadline?, on loop: any EventLoop, _ fire: @escaping () -> Void) {
        guard let next else { return }
        if let deadline, deadline <= next { return }
        task?.cancel()
        deadline = next
        task = loop.assumeIsolated().scheduleTask(deadline: next, fire)
    }

    /// Records that the timer fired.
    mutating func fired() { (task, deadline) = (nil, nil) }

    /// Cancels the timer.
    mutating func cancel() {
        task?.cancel()
        fired()
    }
}
