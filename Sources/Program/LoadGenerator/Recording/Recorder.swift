internal import Synchronization

/// The recording of one event loop; its lock is only contended while progress is printed.
public final class Recorder: Sendable {
    private let recording: Mutex<Recording>

    /// Makes a recorder with an empty recording.
    public init(_ recording: Recording) { self.recording = Mutex(recording) }

    /// The current recording.
    public var current: Recording { recording.withLock { $0 } }

    /// Updates the recording.
    func update(_ body: (inout Recording) -> Void) {
        recording.withLock { body(&$0) }
    }
}
