/// Decides when a burst of changes is made into one state.
///
/// A rollout changes hundreds of objects within a moment; a state for each would be made for nobody.
public struct Coalescing<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// How long nothing must come.
    public let quiet: Duration
    /// The longest that the first change is held back.
    public let patience: Duration
    private var first: Instant?
    private var last: Instant?

    /// Makes one that holds nothing back yet.
    public init(quiet: Duration = .milliseconds(10), patience: Duration = .seconds(1)) {
        self.quiet = quiet
        self.patience = patience
    }

    /// A change came.
    public mutating func came(at now: Instant) {
        first = first ?? now
        last = now
    }

    /// When the changes so far are due unless more come; nil when there are none.
    public var due: Instant? {
        guard let first, let last else { return nil }
        return min(last.advanced(by: quiet), first.advanced(by: patience))
    }

    /// The changes so far are taken.
    public mutating func take() { (first, last) = (nil, nil) }
}
