internal import Synchronization

/// The recording of one event loop; its lock is only ever contended when progress is shown.
public final class Recorder: Sendable {
    private let recording: Mutex<Recording>

    /// Starts with an empty recording.
    public init(_ recording: Recording) { self.recording = Mutex(recording) }

    /// The recording as it is now.
    public var current: Recording { recording.withLock { $0 } }

    /// Adds to the recording.
    func update(_ body: (inout Recording) -> Void) {
        recording.withLock { body(&$0) }
    }
}
