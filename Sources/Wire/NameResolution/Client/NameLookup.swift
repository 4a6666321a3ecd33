/// The outcome of the query for the addresses of one family.
public enum FamilyOutcome: Hashable, Sendable {
    /// The addresses, sorted; none if the name does not exist or has none. The TTL is nil without records.
    case answered(addresses: [String], timeToLive: Duration?)
    /// Servers responded, but all declined to answer: the reference treats that as an empty answer (NI-56).
    case declined(ResolutionError)
    /// SERVFAIL or no answer from any server.
    case failed(ResolutionError)
}

/// The outcome of both queries for a name (EG-G7).
public struct NameLookup: Hashable, Sendable {
    /// The A question's outcome.
    public var ipv4: FamilyOutcome
    /// The AAAA question's outcome.
    public var ipv6: FamilyOutcome

    /// Creates a lookup's result.
    public init(ipv4: FamilyOutcome, ipv6: FamilyOutcome) {
        self.ipv4 = ipv4
        self.ipv6 = ipv6
    }
}

/// A source of the addresses of host names.
public protocol NameLookingUp: Sendable {
    /// Queries both address families.
    ///
    /// A cancelled task returns failures soon.
    func lookUp(_ name: DNSName) async -> NameLookup
}
