internal import NIOCore

/// The clock of a run: monotonic, the same for all threads, in nanoseconds.
enum RunClock {
    /// The current time.
    static var now: Int64 { Int64(clamping: NIODeadline.now().uptimeNanoseconds) }
}
