/// The addresses of all names at one moment.
public struct ResolvedNames: Hashable, Sendable {
    /// The addresses of each name, sorted as text; omitted for a name whose first lookup has not ended, and empty for
    /// one that has none.
    public var addresses: [String: [String]] = [:]
    /// The age of each name's last answer; omitted for names without an answer.
    public var ages: [String: Duration] = [:]
    /// The error of each name's last lookup, in whole or for one address family; omitted for names without an error.
    public var errors: [String: ResolutionError] = [:]
    /// The names whose first lookup has not ended, sorted.
    public var waiting: [String] = []
    /// The number of changes of ``addresses``; if it is unchanged, no push is needed.
    public var revision: UInt64 = 0

    /// Makes a state without names.
    public init() {}
}
