extension SotwSubscription {
    /// The difference between a list of names and the stored one.
    private struct NameDifference {
        /// Newly listed names, in the order of the request.
        var added: [String] = []
        /// Names that are no longer listed, in any order.
        var removed: [String] = []
        var startsWildcard = false
        var endsWildcard = false
        /// The names that were dropped and listed again unnoticed: the client lost their content (XP-S18).
        var returned: Set<String> = []
        /// A Boolean value that indicates the same for everything that the wildcard covers.
        var renewsWildcard = false

        var asksForMore: Bool { !added.isEmpty || !returned.isEmpty || startsWildcard || renewsWildcard }
        var asksForLess: Bool { !removed.isEmpty || endsWildcard }
        var due: Set<String> { returned.union(added) }
    }

    /// Handles one request by its nonce, its `error_detail` and its names (XP-S1 to XP-S13).
    public mutating func receive(_ request: Request, from catalog: some ResourceCatalog) -> RequestOutcome {
        do {
            guard !request.nonce.isEmpty else {
                return try subscribe(request, from: catalog)
            }
            guard let ordinal = core.nonces.ordinal(of: request.nonce) else {
                // The nonce is of another stream or another type: the request does not concern this subscription
                // (XP-A1, TH-09).
                return RequestOutcome(request.error.map { .staleRejection($0) } ?? .stale)
            }
            guard ordinal == core.nonces.issued else {
                return receiveStale(request, ordinal: ordinal)
            }
            if ordinal != answeredOrdinal {
                return try receiveFirstReply(request, ordinal: ordinal, from: catalog)
            }
            return try receiveRepeat(request, from: catalog)
        } catch {
            return RequestOutcome(.refused(error))
        }
    }

    /// Handles an empty nonce: the first request (XP-S1), or a client that has forgotten or never accepted a nonce
    /// (XP-S13).
    private mutating func subscribe(
        _ request: Request,
        from catalog: some ResourceCatalog
    ) throws(StreamRejection) -> RequestOutcome {
        var verdict = RequestOutcome.Verdict.subscription
        if let detail = request.error {
            verdict = .rejected(detail)
            refuseAllUnacknowledged(detail)
        }
        let difference = try replaceNames(request.names)
        var names = core.coveredNames(in: catalog)
        if request.error != nil {
            // Without the content that was just rejected, or the client would reject it forever.
            names.removeAll { name in
                guard let rejection = core.rejections[name] else { return false }
                return rejection.delivery.suffices(for: core.target(of: name, in: catalog))
            }
        }
        return outcome(verdict, difference, answering: names, from: catalog)
    }

    /// Handles an older nonce of this stream.
    ///
    /// The request does not reply to the last response, so it gets none and its names do not count (XP-S12); the
    /// acknowledgement of the newest response will repeat them.
    private mutating func receiveStale(_ request: Request, ordinal: UInt64) -> RequestOutcome {
        recordLapses(request.names)
        if let detail = request.error {
            core.reject(ordinal, detail)
            return RequestOutcome(.staleRejection(detail))
        }
        // The parts of a large answer are acknowledged one by one, all but the last with a superseded nonce; this only
        // updates the acknowledgement state.
        core.acknowledge(ordinal)
        return RequestOutcome(.stale)
    }

    /// Handles the first request with the current nonce: ACK (XP-S10) or NACK (XP-S11).
    private mutating func receiveFirstReply(
        _ request: Request,
        ordinal: UInt64,
        from catalog: some ResourceCatalog
    ) throws(StreamRejection) -> RequestOutcome {
        recordAnswered()
        guard let detail = request.error else {
            core.acknowledge(through: ordinal)
            let difference = try replaceNames(request.names)
            return outcome(.acknowledged, difference, answering: newlyCovered(difference, catalog), from: catalog)
        }
        core.reject(ordinal, detail)
        core.abandon(through: ordinal)
        let difference = try replaceNames(request.names)
        return outcome(.rejected(detail), difference, answering: newlyCovered(difference, catalog), from: catalog)
    }

    /// Handles a further request with the current nonce (XP-S9).
    ///
    /// Every response has a new nonce, which is acknowledged for the first time, so one request leads to one response
    /// and never to a loop.
    private mutating func receiveRepeat(
        _ request: Request,
        from catalog: some ResourceCatalog
    ) throws(StreamRejection) -> RequestOutcome {
        let difference = try replaceNames(request.names)
        if let detail = request.error {
            return outcome(.rejected(detail), difference, answering: newlyCovered(difference, catalog), from: catalog)
        }
        let onlyShrank = difference.asksForLess && !difference.asksForMore
        switch respondToRepeats {
        case .full where !onlyShrank:
            return outcome(.refresh, difference, answering: core.coveredNames(in: catalog), from: catalog)
        case .full, .addedOnly:
            return outcome(.refresh, difference, answering: newlyCovered(difference, catalog), from: catalog)
        case .off:
            return outcome(.stale, difference, answering: newlyCovered(difference, catalog), from: catalog)
        }
    }

    private mutating func outcome(
        _ verdict: RequestOutcome.Verdict,
        _ difference: NameDifference,
        answering names: [String],
        from catalog: some ResourceCatalog
    ) -> RequestOutcome {
        var responses = core.answer(names, filling: mayPush, from: catalog)
        // Changes made while the last response was unacknowledged are sent now (XP-B2).
        responses += pushAllowed(from: catalog)
        return RequestOutcome(
            verdict,
            added: difference.added + (difference.startsWildcard ? [wildcardName] : []),
            removed: difference.removed + (difference.endsWildcard ? [wildcardName] : []),
            responses: responses
        )
    }

    private mutating func refuseAllUnacknowledged(_ detail: NackDetail) {
        for response in core.unacknowledged {
            core.reject(response.ordinal, detail)
        }
        recordAnswered()
    }

    // MARK: Names

    /// Returns the names that a change of the list makes due, sorted.
    ///
    /// A new wildcard adds the names that were not sent yet (G-44).
    private func newlyCovered(_ difference: NameDifference, _ catalog: some ResourceCatalog) -> [String] {
        guard difference.startsWildcard || difference.renewsWildcard else { return difference.due.sorted() }
        let covered = core.coveredNames(in: catalog)
        guard !difference.renewsWildcard else { return covered }
        let due = difference.due
        return covered.filter { due.contains($0) || (core.records[$0]?.sent ?? .nothing) == .nothing }
    }

    /// Replaces the stored list by that of a request (XP-S5, XP-S7, XP-S8).
    ///
    /// The difference is computed against the stored list, not against the previous request, so that skipped or ignored
    /// requests lose nothing (XP-S18).
    private mutating func replaceNames(_ list: [String]) throws(StreamRejection) -> NameDifference {
        var difference = NameDifference()
        defer {
            lapsedNames = []
            wildcardLapsed = false
        }
        generation &+= 1
        let wasWildcard = core.isWildcard
        everNamed = everNamed || !list.isEmpty
        let isWildcard = !everNamed && legacyWildcard || list.contains(wildcardName)
        if wasWildcard && !isWildcard {
            core.endWildcard()
            difference.endsWildcard = true
        }
        core.isWildcard = isWildcard
        difference.startsWildcard = isWildcard && !wasWildcard
        difference.renewsWildcard = isWildcard && wasWildcard && wildcardLapsed

        let namedBefore = core.namedCount
        let kept = try nameAll(in: list, added: &difference.added)
        // All names are visited only if the list leaves something out.
        if kept < namedBefore {
            difference.removed = core.records.filter { $0.value.isNamed && $0.value.generation != generation }.map(
                \.key
            )
            for name in difference.removed { core.unname(name) }
        }
        // Covered again, by name or by a wildcard that did not exist when they were dropped.
        difference.returned = lapsedNames.filter {
            guard let record = core.records[$0] else { return false }
            return record.generation == generation || difference.startsWildcard
        }
        return difference
    }

    /// Records every name of a list within the limits and returns how many of them were listed before.
    private mutating func nameAll(in list: [String], added: inout [String]) throws(StreamRejection) -> Int {
        var kept = 0
        var distinct = 0
        var bytes = 0
        for name in list where name != wildcardName {
            switch core.name(name, generation: generation) {
            case .repeated: continue
            case .kept: kept += 1
            case .added: added.append(name)
            }
            distinct += 1
            bytes += name.utf8.count
            try core.limits.check(names: distinct, bytes: bytes)
        }
        return kept
    }

    /// Records the names that a stale request leaves out (XP-S18).
    private mutating func recordLapses(_ list: [String]) {
        let listed = Set(list)
        for (name, record) in core.records where record.isNamed && !listed.contains(name) {
            lapsedNames.insert(name)
        }
        let isLegacyWildcard = list.isEmpty && !everNamed && legacyWildcard
        if core.isWildcard && !listed.contains(wildcardName) && !isLegacyWildcard {
            wildcardLapsed = true
        }
    }
}
