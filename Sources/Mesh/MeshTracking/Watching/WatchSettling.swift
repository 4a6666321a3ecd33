/// Decides when a change of files has come to rest.
///
/// A file that is being written is not read before it is closed: half of it may be a mesh of its own, with half of the
/// endpoints. Changes that never come to rest are told all the same after a while (XP-B6).
struct WatchSettling<Instant: InstantProtocol> where Instant.Duration == Duration {
    /// How long nothing must happen.
    let quiet: Duration
    /// The longest that a change is held back.
    let patience: Duration

    /// The first and the last event since a change was told; nil when there was none.
    private var first: Instant?
    private var last: Instant?
    /// Files that were written to and not yet closed.
    private var written: Set<String> = []

    init(quiet: Duration = .milliseconds(20), patience: Duration = .seconds(1)) {
        self.quiet = quiet
        self.patience = patience
    }

    /// Something happened to a file or folder.
    ///
    /// - Parameter action: what, as far as it matters here.
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
        /// It came, went or took another name.
        case moved
    }

    /// When to look, unless more happens; nil when there is nothing to look at.
    var due: Instant? {
        guard let first, let last else { return nil }
        let latest = first.advanced(by: patience)
        return written.isEmpty ? min(last.advanced(by: quiet), latest) : latest
    }

    /// Takes the change as told if it is due.
    mutating func take(at now: Instant) -> Bool {
        guard let due, due <= now else { return false }
        (first, last) = (nil, nil)
        written = []
        return true
    }
}
