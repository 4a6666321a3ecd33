/// The refresh intervals, and the handling of failures (NI-56, EG-G7).
public struct NameResolutionPolicy: Hashable, Sendable {
    /// The handling of a name's addresses after a failed lookup.
    ///
    /// An answer without addresses, NXDOMAIN included, is not a failure: it always clears them.
    public enum FailureHandling: Hashable, Sendable {
        /// Each family whose query failed keeps its addresses; a server that declines counts as failed.
        case keepLastGood
        /// The reference's handling: they are kept if both queries failed; if one did, its family has none, and a
        /// server that declines counts as an empty answer (NI-56).
        case keepIfBothFail
    }

    /// The handling of the addresses after a failed lookup.
    public var failureHandling = FailureHandling.keepLastGood
    /// The minimum for smaller TTLs, and the interval after an answer without records.
    public var minimumRefresh = Duration.seconds(30)
    /// The maximum for larger TTLs.
    public var maximumRefresh = Duration.seconds(3600)
    /// The time until the retry after the first failure, at least 100 ms; doubled with each further failure.
    public var firstRetry = Duration.seconds(1)
    /// The longest time between retries.
    public var maximumRetry = Duration.seconds(30)
    /// The number of simultaneous lookups, at least 1; further ones wait.
    public var maximumLookups = 16

    /// Makes the standard policy.
    public init() {}

    /// The standard policy: failures keep the last good addresses and are retried sooner than in the reference.
    public static let standard = NameResolutionPolicy()

    /// The reference's policy: NI-56, and a retry every 30 s.
    public static let istio130: NameResolutionPolicy = {
        var policy = NameResolutionPolicy()
        policy.failureHandling = .keepIfBothFail
        policy.firstRetry = policy.maximumRetry
        return policy
    }()

    /// Returns the time until the next lookup after an answer with this TTL.
    func refreshInterval(timeToLive: Duration?) -> Duration {
        min(max(timeToLive ?? minimumRefresh, minimumRefresh), maximumRefresh)
    }

    /// Returns the time until the next lookup after this number of consecutive failures.
    func retryInterval(failures: Int) -> Duration {
        // Never zero, which would cause a busy loop.
        var interval = max(firstRetry, .milliseconds(100))
        for _ in 1..<max(failures, 1) where interval < maximumRetry { interval *= 2 }
        return min(interval, max(maximumRetry, .milliseconds(100)))
    }
}
