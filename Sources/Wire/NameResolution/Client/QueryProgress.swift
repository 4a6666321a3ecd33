/// The progress of a query through the servers: the next server, and the outcome when none is left (NI-56).
///
/// Success ends it. After SERVFAIL or no answer the next server is queried, and the whole list again while attempts are
/// left. Any other answer is kept, but the servers after it are still queried.
struct QueryProgress {
    private let servers: [NameServer]
    private var attemptsLeft: Int
    private var index = 0
    private var kept: ServerVerdict?
    private var isSettled = false
    private var lastFailure = ResolutionError(code: .configuration, message: "expected at least one name server")

    init(servers: [NameServer], attempts: Int) {
        self.servers = servers
        attemptsLeft = attempts
    }

    /// Returns the next server to query; nil if ``outcome`` is final.
    mutating func nextServer() -> NameServer? {
        if isSettled { return nil }
        if index == servers.count {
            guard kept == nil else { return nil }
            index = 0
            attemptsLeft -= 1
        }
        guard attemptsLeft > 0, index < servers.count else { return nil }
        defer { index += 1 }
        return servers[index]
    }

    /// Records the verdict of the last server.
    mutating func received(_ verdict: ServerVerdict) {
        switch verdict {
        case .success:
            kept = verdict
            isSettled = true
        case .nameError:
            kept = verdict
        case .declined:
            // NXDOMAIN is more specific.
            if kept != .nameError { kept = verdict }
        case .failed(let error):
            lastFailure = error
        }
    }

    /// The outcome so far.
    var outcome: FamilyOutcome {
        switch kept {
        case .success(let addresses, let timeToLive)?:
            return .answered(addresses: addresses, timeToLive: timeToLive)
        case .nameError?: return .answered(addresses: [], timeToLive: nil)
        case .declined(let error)?: return .declined(error)
        case .failed?, nil: return .failed(lastFailure)
        }
    }
}
