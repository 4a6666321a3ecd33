public import Logging

/// The resolver that keeps the addresses of the gateways' host names up to date (NI-55, NI-56, EG-G7).
///
/// Callers never wait for a lookup: the known addresses are returned at once, and changes are published by ``updates``.
/// Call ``stop()`` at the end, or it keeps running.
public actor GatewayNameResolver {
    /// The newest state, whenever addresses, errors or the set of names have changed; for one consumer.
    ///
    /// States that were not consumed in time are skipped. The stream ends with ``stop()``.
    public nonisolated let updates: AsyncStream<ResolvedNames>

    private let publication: AsyncStream<ResolvedNames>.Continuation
    private let lookup: (any NameLookingUp)?
    private let clock: ResolutionClock
    private let logger: Logger
    private var state: NameRefreshState
    private var tasks: [NameRefreshState.Ticket: Task<Void, Never>] = [:]
    /// The cancelled tasks that have not ended yet.
    private var ending: [UInt64: Task<Void, Never>] = [:]
    private var isStopped = false
    /// The callers that wait until no name is waiting, by number.
    private var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    private var lastWaiter: UInt64 = 0

    /// Creates a resolver that queries servers.
    ///
    /// - Parameters:
    /// - lookup: the client, usually a ``DNSClient``.
    /// - policy: the refresh intervals, and the handling of failures.
    /// - clock: the clock of the intervals.
    /// - logger: logs each change of a name's addresses or error.
    public init(
        lookup: any NameLookingUp,
        policy: NameResolutionPolicy = .standard,
        clock: some Clock<Duration> = ContinuousClock(),
        logger: Logger
    ) {
        self.init(lookup: lookup, clock: clock, logger: logger, state: NameRefreshState(policy: policy))
    }

    /// Creates a resolver with fixed answers, which sends no queries.
    ///
    /// - Parameters:
    /// - pinned: the addresses of each name, by the exact text passed to ``update(names:)``.
    /// - logger: logs each change of the addresses.
    public init(pinned: [String: [String]], logger: Logger) {
        let state = NameRefreshState(policy: .standard, pinned: pinned)
        self.init(lookup: nil, clock: ContinuousClock(), logger: logger, state: state)
    }

    private init(
        lookup: (any NameLookingUp)?,
        clock: some Clock<Duration>,
        logger: Logger,
        state: NameRefreshState
    ) {
        self.lookup = lookup
        self.clock = ResolutionClock(clock)
        self.logger = logger
        self.state = state
        (updates, publication) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Sets the names to resolve; new ones are queried at once, and removed ones are dropped.
    public func update(names: Set<String>) {
        guard !isStopped else { return }
        perform(state.update(names, at: clock.now()))
    }

    /// Returns the addresses known now.
    public func resolvedNames() -> ResolvedNames {
        state.resolvedNames(at: clock.now())
    }

    /// Waits until each name was resolved or failed once, up to a time limit.
    ///
    /// - Returns: The addresses known then.
    public func untilSettled(within limit: Duration) async -> ResolvedNames {
        if !isSettled {
            lastWaiter += 1
            let waiter = lastWaiter
            let timer = Task {
                try? await Task.sleep(for: limit)
                waiters.removeValue(forKey: waiter)?.resume()
            }
            await withCheckedContinuation { waiters[waiter] = $0 }
            timer.cancel()
        }
        return resolvedNames()
    }

    private var isSettled: Bool { isStopped || resolvedNames().waiting.isEmpty }

    private func resumeWaiters() {
        guard !waiters.isEmpty, isSettled else { return }
        for waiter in waiters.values { waiter.resume() }
        waiters = [:]
    }

    /// Returns the entries of a status page: each name with state, age and the next lookup, sorted by name.
    public func snapshot() -> [HostNameStatus] {
        state.statuses(at: clock.now())
    }

    /// Stops the resolver: when this returns, no lookup and no timer is left, and ``updates`` has ended.
    public func stop() async {
        isStopped = true
        perform(state.stop())
        publication.finish()
        while let (serial, task) = ending.first {
            await task.value
            ending[serial] = nil
        }
    }

    private func perform(_ actions: [NameRefreshState.Action]) {
        for action in actions {
            switch action {
            case .schedule(let ticket, let instant): schedule(ticket, at: instant)
            case .query(let ticket, let name): query(ticket, name)
            case .cancel(let ticket): cancel(ticket)
            case .publish: publish()
            }
        }
        resumeWaiters()
    }

    private func schedule(_ ticket: NameRefreshState.Ticket, at instant: Duration) {
        tasks[ticket] = Task { [clock] in
            do {
                try await clock.sleep(instant)
            } catch {
                return ended(ticket)
            }
            due(ticket)
        }
    }

    private func query(_ ticket: NameRefreshState.Ticket, _ name: DNSName) {
        guard let lookup else { return }
        tasks[ticket] = Task {
            let result = await lookup.lookUp(name)
            answered(ticket, result)
        }
    }

    private func cancel(_ ticket: NameRefreshState.Ticket) {
        guard let task = tasks.removeValue(forKey: ticket) else { return }
        task.cancel()
        ending[ticket.serial] = task
    }

    private func publish() {
        let names = state.resolvedNames(at: clock.now())
        logger.debug(
            "gateway host names changed",
            metadata: [
                "names": "\(names.addresses.count)", "waiting": "\(names.waiting.count)",
                "errors": "\(names.errors.count)", "revision": "\(names.revision)",
            ]
        )
        publication.yield(names)
    }

    private func due(_ ticket: NameRefreshState.Ticket) {
        ended(ticket)
        perform(state.due(ticket, at: clock.now()))
    }

    private func answered(_ ticket: NameRefreshState.Ticket, _ result: NameLookup) {
        ended(ticket)
        perform(state.answered(ticket, with: result, at: clock.now()))
    }

    /// Removes the ended task of a ticket: the state machine may need another one.
    private func ended(_ ticket: NameRefreshState.Ticket) {
        if ending.removeValue(forKey: ticket.serial) == nil { tasks[ticket] = nil }
    }
}
