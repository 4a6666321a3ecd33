extension DeltaSubscription {
    /// The effect of a request on the subscription.
    private struct NameChange {
        /// The names that the response must contain (XP-D6, XP-D9).
        var due: Set<String> = []
        var asksForWildcard = false
        var added: [String] = []
        var removed: [String] = []
    }

    /// Handles one request: acknowledgement, then subscriptions, then unsubscriptions, whatever the nonce (XP-D1,
    /// XP-D2).
    public mutating func receive(_ request: Request, from catalog: some ResourceCatalog) -> RequestOutcome {
        let isFirst = !hasStarted
        hasStarted = true
        let verdict = readAcknowledgement(request)
        do throws(StreamRejection) {
            try checkLimits(request)
        } catch {
            return RequestOutcome(.refused(error))
        }
        var change = changeNames(request, isFirst: isFirst)
        if change.asksForWildcard {
            change.due.formUnion(core.coveredNames(in: catalog))
        }
        if isFirst {
            compareInitialVersions(request.initialVersions, &change, catalog)
        }
        return RequestOutcome(
            verdict,
            added: change.added,
            removed: change.removed,
            responses: respond(to: change, from: catalog)
        )
    }

    private mutating func respond(to change: NameChange, from catalog: some ResourceCatalog) -> [Response] {
        // With one response in flight, data may be added to an answer only if it might have been sent without it
        // (XP-B2).
        let filling = mayPush && isolation.isEmpty
        var responses = core.answer(change.due.sorted(), filling: filling, from: catalog)
        if change.asksForWildcard && responses.isEmpty {
            responses.append(core.sendNothing())
        }
        return responses + pushAllowed(from: catalog)
    }

    // MARK: Acknowledgements

    /// Reads the nonce and the error of a request (XP-D14); both may come with changes of names.
    private mutating func readAcknowledgement(_ request: Request) -> RequestOutcome.Verdict {
        let ordinal = core.nonces.ordinal(of: request.nonce)
        guard let detail = request.error else {
            guard !request.nonce.isEmpty else { return .subscription }
            guard let ordinal, core.acknowledge(ordinal) else { return .stale }
            recordAnswered()
            return .acknowledged
        }
        guard let ordinal, let refused = core.reject(ordinal, detail) else { return .staleRejection(detail) }
        recordAnswered()
        isolate(refused)
        return .rejected(detail)
    }

    /// Schedules the names of a rejected response to be sent one by one, so that one bad resource does not hold back
    /// the others.
    ///
    /// A response with a single name is not split further, so the process ends (XP-D15).
    private mutating func isolate(_ refused: [UnacknowledgedResponse.Entry]) {
        guard refused.count > 1, refused.count <= isolationLimit else { return }
        isolation.insert(contentsOf: refused.reversed().lazy.map(\.name), at: 0)
    }

    // MARK: Names

    private func checkLimits(_ request: Request) throws(StreamRejection) {
        guard !request.subscribe.isEmpty else { return }
        let unsubscribed = Set(request.unsubscribe)
        var names = core.namedCount
        var bytes = core.namedBytes
        for name in unsubscribed where core.records[name]?.isNamed == true {
            names -= 1
            bytes -= name.utf8.count
        }
        for name in Set(request.subscribe).subtracting(unsubscribed)
        where name != wildcardName && core.records[name]?.isNamed != true {
            names += 1
            bytes += name.utf8.count
        }
        try core.limits.check(names: names, bytes: bytes)
    }

    private mutating func changeNames(_ request: Request, isFirst: Bool) -> NameChange {
        var change = NameChange()
        subscribe(request.subscribe, &change)
        if isFirst && request.subscribe.isEmpty && legacyWildcard {
            core.isWildcard = true
            change.asksForWildcard = true
            change.added.append(wildcardName)
        }
        unsubscribe(request.unsubscribe, &change)
        return change
    }

    /// Marks every subscribed name as due, even one that the client has (XP-D6): it may have lost it since.
    private mutating func subscribe(_ names: [String], _ change: inout NameChange) {
        for name in names {
            if name == wildcardName {
                if !core.isWildcard { change.added.append(name) }
                core.isWildcard = true
                change.asksForWildcard = true
            } else {
                if core.name(name) == .added { change.added.append(name) }
                change.due.insert(name)
            }
        }
    }

    /// Unsubscribes names.
    ///
    /// No response is needed (XP-D9), except for a name that a wildcard still covers, which gets its content or its
    /// removal.
    private mutating func unsubscribe(_ names: [String], _ change: inout NameChange) {
        if names.contains(wildcardName) && core.isWildcard {
            core.endWildcard()
            change.asksForWildcard = false
            change.removed.append(wildcardName)
        }
        for name in names where name != wildcardName && core.records[name]?.isNamed == true {
            core.unname(name)
            change.removed.append(name)
            if core.isWildcard {
                change.due.insert(name)
            } else {
                change.due.remove(name)
            }
        }
    }

    /// Compares the versions that a client claims to have with the current ones (XP-D4); names outside its subscription
    /// are ignored (XP-D5, X-91).
    private mutating func compareInitialVersions(
        _ versions: [InitialVersion],
        _ change: inout NameChange,
        _ catalog: some ResourceCatalog
    ) {
        for held in versions where core.isSubscribed(held.name) {
            let delivery = core.target(of: held.name, in: catalog)
            let isCurrent = delivery.version.map { $0 == ContentVersion(parsing: held.version) } ?? false
            if isCurrent && trustInitialVersions {
                core.assume(held.name, delivery)
                change.due.remove(held.name)
            } else {
                // Deleted while the client was disconnected, or changed, or not trusted.
                change.due.insert(held.name)
            }
        }
    }
}
