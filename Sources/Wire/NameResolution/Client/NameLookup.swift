/// What asking for the addresses of one family has led to.
public enum FamilyOutcome: Hashable, Sendable {
    /// The addresses, sorted; none if the name does not exist or has none. The TTL is nil without records.
    case answered(addresses: [String], timeToLive: Duration?)
    /// Servers answered, but none wants to say: the reference takes that for an empty answer (NI-56).
    case declined(ResolutionError)
    /// SERVFAIL or no answer from any server.
    case failed(ResolutionError)
}

/// What both questions for a name have led to (EG-G7).
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

/// Something that finds the addresses of host names.
public protocol NameLookingUp: Sendable {
    /// Asks for both address families.
    ///
    /// A cancelled task gets an answer soon, of failures.
    func lookUp(_ name: DNSName) async -> NameLookup
}
