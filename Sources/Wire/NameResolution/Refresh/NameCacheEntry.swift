/// The cached state of one name.
///
/// Instants are durations since an origin that the owner chooses.
struct NameCacheEntry: Sendable {
    /// The source of the addresses.
    enum Source: Hashable, Sendable {
        /// Queries to servers.
        case servers(DNSName)
        /// Fixed addresses, without queries.
        case pinned([String])
        /// None, because the name cannot have addresses.
        case none(ResolutionError)
    }

    let source: Source
    private(set) var ipv4: [String] = []
    private(set) var ipv6: [String] = []
    /// The time of the last lookup with an answer for at least one family; nil if there was none.
    private(set) var answeredAt: Duration?
    /// The refresh interval after the last answer, from its TTL.
    private(set) var refreshInterval: Duration?
    /// The error of the last lookup, in whole or for one family.
    private(set) var error: ResolutionError?
    private(set) var consecutiveFailures = 0
    private(set) var lookups = 0

    init(source: Source) {
        self.source = source
        if case .none(let error) = source { self.error = error }
    }

    /// The addresses of both families, each once, sorted as text (NI-56).
    var addresses: [String] {
        if case .pinned(let addresses) = source { return addresses }
        return Set(ipv4).union(ipv6).sorted()
    }

    /// A Boolean value that indicates whether a first lookup has ended, or none is needed.
    var isSettled: Bool {
        if case .servers = source { return lookups > 0 }
        return true
    }

    /// The state for a status page.
    var state: HostNameStatus.State {
        switch source {
        case .pinned: return .pinned
        case .none: return .invalid
        case .servers:
            if !isSettled { return .waiting }
            if error != nil { return addresses.isEmpty ? .failing : .stale }
            return addresses.isEmpty ? .empty : .resolved
        }
    }

    /// Applies the result of a lookup.
    ///
    /// - Returns: the time until the next lookup.
    mutating func apply(_ lookup: NameLookup, at now: Duration, policy: NameResolutionPolicy) -> Duration {
        lookups += 1
        let families = [Self.judged(lookup.ipv4, policy), Self.judged(lookup.ipv6, policy)]
        let failures = families.compactMap(\.failure)
        let answers = families.compactMap(\.answer)
        error = failures.first
        if !answers.isEmpty || policy.failureHandling == .keepLastGood {
            let clears = policy.failureHandling == .keepIfBothFail
            ipv4 = families[0].answer?.addresses ?? (clears ? [] : ipv4)
            ipv6 = families[1].answer?.addresses ?? (clears ? [] : ipv6)
        }
        if !answers.isEmpty {
            answeredAt = now
            refreshInterval = policy.refreshInterval(timeToLive: answers.compactMap(\.timeToLive).min())
        }
        return nextInterval(isFailure: !failures.isEmpty, hasAnswer: !answers.isEmpty, policy: policy)
    }

    private mutating func nextInterval(isFailure: Bool, hasAnswer: Bool, policy: NameResolutionPolicy) -> Duration {
        consecutiveFailures = isFailure ? consecutiveFailures + 1 : 0
        let refresh = hasAnswer ? refreshInterval : nil
        // The reference does not retry one family before the other's TTL has passed.
        if let refresh, !isFailure || policy.failureHandling == .keepIfBothFail { return refresh }
        let retry = policy.retryInterval(failures: consecutiveFailures)
        return min(retry, refresh ?? retry)
    }

    private struct Judgement {
        var answer: (addresses: [String], timeToLive: Duration?)?
        var failure: ResolutionError?
    }

    private static func judged(_ outcome: FamilyOutcome, _ policy: NameResolutionPolicy) -> Judgement {
        switch outcome {
        case .answered(let addresses, let timeToLive): return Judgement(answer: (addresses, timeToLive))
        case .declined(let error):
            return policy.failureHandling == .keepLastGood ? Judgement(failure: error) : Judgement(answer: ([], nil))
        case .failed(let error): return Judgement(failure: error)
        }
    }
}
