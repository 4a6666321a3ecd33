/// When names are asked for again, and what happens to addresses meanwhile (NI-56, EG-G7).
public struct NameResolutionPolicy: Hashable, Sendable {
    /// What happens to the addresses that a name had when asking for them fails.
    ///
    /// An answer without addresses, NXDOMAIN included, is no failure: it always clears them.
    public enum FailureHandling: Hashable, Sendable {
        /// Each family whose question failed keeps the addresses it had; a server that declines has failed.
        case keepLastGood
        /// The reference's: they are kept if both questions failed; if one did, its family has none, and a server that
        /// declines has said that there are none (NI-56).
        case keepIfBothFail
    }

    /// What happens to the addresses when asking for them fails.
    public var failureHandling = FailureHandling.keepLastGood
    /// A lesser TTL counts as this, and so does an answer without records.
    public var minimumRefresh = Duration.seconds(30)
    /// A greater TTL counts as this.
    public var maximumRefresh = Duration.seconds(3600)
    /// How long after the first failure a name is asked for again, at least 100 ms; doubled with each failure after it.
    public var firstRetry = Duration.seconds(1)
    /// The longest time between failures.
    public var maximumRetry = Duration.seconds(30)
    /// How many names are asked for at the same time, at least 1; the others wait.
    public var maximumLookups = 16

    /// The standard.
    public init() {}

    /// Failures keep the last good addresses, and are retried sooner than the reference does.
    public static let standard = NameResolutionPolicy()

    /// The reference's rules: NI-56, and a retry each 30 s.
    public static let istio130: NameResolutionPolicy = {
        var policy = NameResolutionPolicy()
        policy.failureHandling = .keepIfBothFail
        policy.firstRetry = policy.maximumRetry
        return policy
    }()

    /// When to ask again after an answer with this TTL.
    func refreshInterval(timeToLive: Duration?) -> Duration {
        min(max(timeToLive ?? minimumRefresh, minimumRefresh), maximumRefresh)
    }

    /// When to ask again after so many failures in a row.
    func retryInterval(failures: Int) -> Duration {
        // Never zero: that would be asking without a pause.
        var interval = max(firstRetry, .milliseconds(100))
        for _ in 1..<max(failures, 1) where interval < maximumRetry { interval *= 2 }
        return min(interval, max(maximumRetry, .milliseconds(100)))
    }
}
