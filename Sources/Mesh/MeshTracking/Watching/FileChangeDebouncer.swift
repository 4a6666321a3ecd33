/// The debounce of file events.
///
/// A file that is being written is not read before it is closed: a part of it may be a valid mesh with a part of the
/// endpoints. Changes that never settle are reported after a while (XP-B6).
struct FileChangeDebouncer<Instant: InstantProtocol> where Instant.Duration == Duration {
    /// The time without events after which a change is reported.
    let quiet: Duration
    /// The longest time that a change is delayed.
    let patience: Duration

    /// The times of the first and the last event since the last report; nil if there was none.
    private var first: Instant?
    private var last: Instant?
    /// The files that were written to and not yet closed.
    private var written: Set<String> = []

    init(quiet: Duration = .milliseconds(20), patience: Duration = .seconds(1)) {
        self.quiet = quiet
        self.patience = patience
    }

    /// Records an event of a file or folder.
    ///
    /// - Parameter action: the kind of event.
    mutating func happened(_ action: Action, to file: String, at now: Instant) {
        switch action {
        case .written: written.insert(file)
        case .closed, .moved: written.remove(file)
        }
        first = first ?? now
        last = now
    }

    enum Action {
        /// Its content changed, and it is still open.
        case written
        /// It was closed after writing.
        case closed
        /// It was created, removed or renamed.
        case moved
    }

    /// The time of the next check, unless there are more events; nil if none is needed.
    var due: Instant? {
        guard let first, let last else { return nil }
        let latest = first.advanced(by: patience)
        return written.isEmpty ? min(last.advanced(by: quiet), latest) : latest
    }

    /// Returns true if a change is due, and records it as reported.
    mutating func take(at now: Instant) -> Bool {
        guard let due, due <= now else { return false }
        (first, last) = (nil, nil)
        written = []
        return true
    }
}
