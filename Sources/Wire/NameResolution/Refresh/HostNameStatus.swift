/// The entry of one name on a status page.
public struct HostNameStatus: Hashable, Sendable {
    /// The state of a name.
    public enum State: String, Hashable, Sendable {
        /// The first lookup has not ended.
        case waiting
        /// The last lookup returned addresses.
        case resolved
        /// The last lookup returned no addresses.
        case empty
        /// The last lookup failed in whole or for one address family, and earlier addresses are kept.
        case stale
        /// The last lookup failed, and there are no addresses.
        case failing
        /// The addresses are fixed; there are no lookups.
        case pinned
        /// The name cannot have addresses; there are no lookups.
        case invalid
    }

    /// The name, unchanged.
    public let name: String
    /// The state of the name.
    public let state: State
    /// Its addresses, sorted as text.
    public let addresses: [String]
    /// The age of the last answer; nil if there was none.
    public let age: Duration?
    /// The refresh interval after the last answer, 30 s to 1 h; nil if there was none.
    public let refreshInterval: Duration?
    /// The time until the next lookup; nil if there is none or it is in progress.
    public let nextLookup: Duration?
    /// The number of lookups.
    public let lookups: Int
    /// The number of consecutive failed lookups.
    public let consecutiveFailures: Int
    /// The error of the last lookup; nil if it succeeded.
    public let error: ResolutionError?
}
