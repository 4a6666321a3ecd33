internal import MeshSources

extension ListWatchStateMachine {
    mutating func receive(_ page: ItemPage<Item>) -> Reaction {
        if let error = refusal(of: page) { return Reaction(next: afterList(error)) }
        pages += page.items
        continueToken = page.continueToken
        guard continueToken.isEmpty else { return Reaction(next: request()) }
        let items = Self.unique(pages)
        guard !page.resourceVersion.isEmpty else {
            let error = KubernetesError(.malformed, "the list has no resourceVersion")
            return Reaction(next: afterList(error))
        }
        return complete(
            items,
            page.resourceVersion,
            next: .watch(resourceVersion: page.resourceVersion, isStreamingList: false)
        )
    }

    mutating func receive(_ line: ItemEvent<Item>, _ bytes: Int) -> Reaction {
        if case .failure(let error) = line { return Reaction(next: afterWatch(error, false)) }
        guard mode == .watching else { return receiveStreamed(line, bytes) }
        let version =
            switch line {
            case .changed(let item): item.resourceVersion
            case .removed(_, let version), .bookmark(let version, _): version
            case .failure: ""
            }
        guard !isOlder(version) else { return Reaction(next: relist(restored(version))) }
        if case .changed(let item) = line, let error = claim(item, bytes: bytes) {
            return Reaction(next: relist(error))
        }
        recordActivity()
        if !version.isEmpty { resourceVersion = version }
        switch line {
        case .changed(let item):
            return Reaction(updates: [.changed(item)])
        case .removed(let name, _):
            return Reaction(updates: release(name) ? [.removed(name)] : [])
        case .bookmark, .failure: return Reaction()
        }
    }

    mutating func receiveStreamed(_ line: ItemEvent<Item>, _ bytes: Int) -> Reaction {
        switch line {
        case .changed(let item):
            if let error = claim(objects: 1, bytes: bytes) { return Reaction(next: afterStream(error)) }
            streamed[item.name] = item
        case .removed(let name, _): streamed[name] = nil
        case .bookmark(let version, true):
            streamFailures = 0
            let items = streamed.values.sorted { $0.name < $1.name }
            return complete(items, version, next: nil)
        case .bookmark, .failure: break
        }
        return Reaction()
    }

    /// Handles a complete list.
    mutating func complete(_ items: [Item], _ version: String, next: Action?) -> Reaction {
        if hasListed { relists += 1 }
        (absences, misses, rejections, failedVerifications) = (0, 0, 0, 0)
        patience.reset()
        retain(items)
        forget()
        mode = .watching
        resourceVersion = version
        hasListed = true
        status = .listed
        failure = nil
        hasHeard = false
        return Reaction(updates: [.replaced(items)], next: next)
    }

    /// Handles the result of discovery that the kind is not installed.
    ///
    /// A server that is starting does not know all kinds yet, so that a second result is required.
    mutating func takeMissing() -> Reaction {
        misses += 1
        (mustProbe, mustFind) = (true, true)
        guard misses > 1 else { return Reaction(next: .wait(backoff.next(random: random()))) }
        let hadAny = !sizes.isEmpty
        (sizes, known) = ([:], ClusterBudget.Use())
        forget()
        hasListed = false
        failure = nil
        status = .absent
        return Reaction(updates: hadAny ? [.replaced([])] : [], next: .wait(patience.next(random: random())))
    }

    mutating func takeVerified(_ version: String) -> Action {
        mustVerify = false
        failedVerifications = 0
        return isOlder(version) ? relist(restored(version)) : request()
    }

    /// Records data from a watch, which is a success.
    mutating func recordActivity() {
        hasHeard = true
        failure = nil
        silences = 0
        fruitlessLists = 0
        backoff.reset()
    }
}
