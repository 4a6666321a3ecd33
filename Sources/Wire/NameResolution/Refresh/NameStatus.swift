/// What a status page says about one name.
public struct NameStatus: Hashable, Sendable {
    /// How a name is doing.
    public enum State: String, Hashable, Sendable {
        /// The first lookup has not ended.
        case waiting
        /// The last lookup brought addresses.
        case resolved
        /// The last lookup said that there are no addresses.
        case empty
        /// The last lookup failed in whole or for one address family; there are addresses all the same.
        case stale
        /// The last lookup failed, and there are no addresses.
        case failing
        /// The addresses were given; nobody is asked.
        case pinned
        /// There cannot be addresses; nobody is asked.
        case invalid
    }

    /// The name, as it was given.
    public let name: String
    /// How it is doing.
    public let state: State
    /// Its addresses, sorted as text.
    public let addresses: [String]
    /// How old the last answer is; nil if there was none.
    public let age: Duration?
    /// What the last answer's TTL was taken for, 30 s to 1 h; nil if there was none.
    public let refreshInterval: Duration?
    /// How long it is until the next lookup; nil if there is none or it is on its way.
    public let nextLookup: Duration?
    /// How many lookups there were.
    public let lookups: Int
    /// How many of them failed since the last one that did not.
    public let consecutiveFailures: Int
    /// Why the last lookup failed; nil if it did not.
    public let error: ResolutionError?
}
