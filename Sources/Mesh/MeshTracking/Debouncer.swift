/// The debounce of a burst of changes into one state.
///
/// A rollout changes hundreds of objects within a moment; a state for each of them would be superseded at once.
public struct Debouncer<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// The time without changes after which they are due.
    public let quietPeriod: Duration
    /// The longest time that the first change is delayed.
    public let maximumDelay: Duration
    private var first: Instant?
    private var last: Instant?

    /// Makes a debounce without changes.
    public init(quietPeriod: Duration = .milliseconds(10), maximumDelay: Duration = .seconds(1)) {
        self.quietPeriod = quietPeriod
        self.maximumDelay = maximumDelay
    }

    /// Records a change.
    public mutating func record(at now: Instant) {
        first = first ?? now
        last = now
    }

    /// The time when the changes are due unless more arrive; nil if there are none.
    public var due: Instant? {
        guard let first, let last else { return nil }
        return min(last.advanced(by: quietPeriod), first.advanced(by: maximumDelay))
    }

    /// Records that the changes were taken.
    public mutating func take() { (first, last) = (nil, nil) }
}
