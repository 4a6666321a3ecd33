/// The debounce of a burst of changes into one state.
///
/// A rollout changes hundreds of objects within a moment; a state for each of them would be superseded at once.
public struct Coalescing<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// The time without changes after which they are due.
    public let quiet: Duration
    /// The longest time that the first change is delayed.
    public let patience: Duration
    private var first: Instant?
    private var last: Instant?

    /// Makes a debounce without changes.
    public init(quiet: Duration = .milliseconds(10), patience: Duration = .seconds(1)) {
        self.quiet = quiet
        self.patience = patience
    }

    /// Records a change.
    public mutating func came(at now: Instant) {
        first = first ?? now
        last = now
    }

    /// The time when the changes are due unless more arrive; nil if there are none.
    public var due: Instant? {
        guard let first, let last else { return nil }
        return min(last.advanced(by: quiet), first.advanced(by: patience))
    }

    /// Records that the changes were taken.
    public mutating func take() { (first, last) = (nil, nil) }
}
