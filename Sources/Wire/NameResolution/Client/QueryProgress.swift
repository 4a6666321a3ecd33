/// Which server is asked next, and what the question's outcome is when none is left (NI-56).
///
/// Success ends it. After SERVFAIL or no answer the next server is asked, and the whole list again as long as there are
/// attempts. Any other answer is kept, but the servers after it are still asked.
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

    /// The server to ask; nil if ``outcome`` is final.
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

    /// Takes what the server asked last has said.
    mutating func received(_ verdict: ServerVerdict) {
        switch verdict {
        case .success:
            kept = verdict
            isSettled = true
        case .nameError:
            kept = verdict
        case .declined:
            // That the name does not exist says more.
            if kept != .nameError { kept = verdict }
        case .failed(let error):
            lastFailure = error
        }
    }

    /// What is known so far.
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
