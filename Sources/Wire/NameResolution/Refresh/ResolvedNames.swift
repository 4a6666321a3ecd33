/// The addresses of all names at one moment.
public struct ResolvedNames: Hashable, Sendable {
    /// The addresses of each name, sorted as text; without a name whose first lookup has not ended, and empty for one that
    /// has none.
    public var addresses: [String: [String]] = [:]
    /// How old each name's last answer is; without names that never had one.
    public var ages: [String: Duration] = [:]
    /// Why each name's last lookup failed, in whole or for one address family; without names for which it did not.
    public var errors: [String: ResolutionError] = [:]
    /// The names whose first lookup has not ended, sorted.
    public var waiting: [String] = []
    /// Counts the changes of ``addresses``: if it is what it was, there is no reason for a push.
    public var revision: UInt64 = 0

    /// No names.
    public init() {}
}
