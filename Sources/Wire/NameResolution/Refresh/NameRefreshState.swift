internal import NIOCore

/// The schedule of lookups: a state machine without clock and sockets.
///
/// Times are passed in, as durations since an origin that the owner chooses.
struct NameRefreshState {
    /// A name for as long as it is wanted: one that is removed and added again gets another ticket.
    struct Ticket: Hashable, Sendable {
        let name: String
        let serial: UInt64
    }

    /// An action for the owner, to be performed in order.
    enum Action: Hashable, Sendable {
        /// Call ``NameRefreshState/due(_:at:)`` at this time.
        case schedule(Ticket, at: Duration)
        /// Look up the name, and call ``NameRefreshState/answered(_:with:at:)`` with the result.
        case query(Ticket, DNSName)
        /// Cancel what was scheduled or is being looked up.
        case cancel(Ticket)
        /// Publish the state: addresses, errors or the set of names have changed.
        case publish
    }

    private enum Phase {
        case idle
        case scheduled(at: Duration)
        /// In ``queue``, because the maximum number of lookups is in progress.
        case queued
        case asking
    }

    private struct Tracked {
        let serial: UInt64
        var entry: NameCacheEntry
        var phase = Phase.idle
    }

    private let policy: NameResolutionPolicy
    private let pinned: [String: [String]]?
    private var names: [String: Tracked] = [:]
    private var queue: CircularBuffer<Ticket> = []
    private var asking = 0
    private var nextSerial: UInt64 = 0
    private var revision: UInt64 = 0

    /// - Parameter pinned: the fixed answers; nil if servers are queried.
    init(policy: NameResolutionPolicy, pinned: [String: [String]]? = nil) {
        self.policy = policy
        self.pinned = pinned
    }

    /// Sets the wanted names.
    mutating func update(_ wanted: Set<String>, at now: Duration) -> [Action] {
        let gone = names.keys.filter { !wanted.contains($0) }.sorted()
        let new = wanted.filter { names[$0] == nil }.sorted()
        guard !gone.isEmpty || !new.isEmpty else { return [] }
        let before = addresses
        var actions = gone.flatMap { remove($0) }
        for name in new { add(name) }
        actions += startQueued()
        if before != addresses { revision += 1 }
        return actions + [.publish]
    }

    /// Handles a scheduled time.
    mutating func due(_ ticket: Ticket, at now: Duration) -> [Action] {
        guard case .scheduled(let at)? = tracked(ticket)?.phase, at <= now else { return [] }
        names[ticket.name]?.phase = .queued
        queue.append(ticket)
        return startQueued()
    }

    /// Handles the end of a lookup.
    mutating func answered(_ ticket: Ticket, with lookup: NameLookup, at now: Duration) -> [Action] {
        guard var changed = tracked(ticket), case .asking = changed.phase else { return [] }
        let before = changed.entry
        let next = now + changed.entry.apply(lookup, at: now, policy: policy)
        changed.phase = .scheduled(at: next)
        names[ticket.name] = changed
        asking -= 1
        var actions = [Action.schedule(ticket, at: next)] + startQueued()
        // The first answer adds the name to the addresses, even without any.
        let hasNewAddresses = !before.isSettled || before.addresses != changed.entry.addresses
        if hasNewAddresses { revision += 1 }
        if hasNewAddresses || before.error != changed.entry.error { actions.append(.publish) }
        return actions
    }

    /// Cancels everything.
    mutating func stop() -> [Action] {
        let actions = names.keys.sorted().flatMap { remove($0) }
        queue.removeAll()
        return actions
    }

    /// Returns the addresses, ages and errors.
    func resolvedNames(at now: Duration) -> ResolvedNames {
        var result = ResolvedNames()
        result.addresses = addresses
        result.ages = names.compactMapValues { tracked in tracked.entry.answeredAt.map { now - $0 } }
        result.errors = names.compactMapValues(\.entry.error)
        result.waiting = names.filter { !$0.value.entry.isSettled }.keys.sorted()
        result.revision = revision
        return result
    }

    /// Returns the entries of a status page, sorted by name.
    func statuses(at now: Duration) -> [HostNameStatus] {
        names.sorted { $0.key < $1.key }.map { name, tracked in
            let entry = tracked.entry
            var nextLookup: Duration?
            if case .scheduled(let at) = tracked.phase { nextLookup = max(.zero, at - now) }
            return HostNameStatus(
                name: name,
                state: entry.state,
                addresses: entry.addresses,
                age: entry.answeredAt.map { now - $0 },
                refreshInterval: entry.refreshInterval,
                nextLookup: nextLookup,
                lookups: entry.lookups,
                consecutiveFailures: entry.consecutiveFailures,
                error: entry.error
            )
        }
    }

    private var addresses: [String: [String]] {
        names.filter(\.value.entry.isSettled).mapValues(\.entry.addresses)
    }

    private func tracked(_ ticket: Ticket) -> Tracked? {
        guard let tracked = names[ticket.name], tracked.serial == ticket.serial else { return nil }
        return tracked
    }

    private mutating func add(_ name: String) {
        var new = Tracked(serial: nextSerial, entry: NameCacheEntry(source: source(of: name)))
        nextSerial += 1
        if case .servers = new.entry.source {
            new.phase = .queued
            queue.append(Ticket(name: name, serial: new.serial))
        }
        names[name] = new
    }

    private mutating func remove(_ name: String) -> [Action] {
        guard let gone = names.removeValue(forKey: name) else { return [] }
        let ticket = Ticket(name: name, serial: gone.serial)
        switch gone.phase {
        case .asking:
            asking -= 1
            return [.cancel(ticket)]
        case .scheduled: return [.cancel(ticket)]
        // The ticket of a removed name is skipped when its turn comes.
        case .idle, .queued: return []
        }
    }

    private mutating func startQueued() -> [Action] {
        var actions: [Action] = []
        while asking < max(1, policy.maximumLookups), let ticket = queue.popFirst() {
            guard case .servers(let name)? = tracked(ticket)?.entry.source else { continue }
            names[ticket.name]?.phase = .asking
            asking += 1
            actions.append(.query(ticket, name))
        }
        return actions
    }

    private func source(of name: String) -> NameCacheEntry.Source {
        if let pinned {
            guard let addresses = pinned[name] else {
                let message = "no pinned answer for `\(name)`"
                return .none(ResolutionError(code: .notPinned, message: message))
            }
            return .pinned(Set(addresses).sorted())
        }
        // An address needs no query (NI-55).
        if (try? SocketAddress(ipAddress: name, port: 0)) != nil { return .pinned([name]) }
        do throws(ResolutionError) {
            return .servers(try DNSName(name))
        } catch {
            return .none(error)
        }
    }
}
