internal import MeshSources

/// What is known of one kind of one cluster, and what to ask next.
///
/// Pure: events go in, actions come out; no sockets, no clock. What is known is replaced only by a complete list, so it never
/// passes through "empty" (P28).
struct Reflection<Item: VersionedItem>: Sendable {
    /// What to do next.
    enum Action: Hashable, Sendable {
        /// Ask for a page of the list.
        case list(limit: Int?, continueToken: String)
        /// Hear what is different since a version; streaming, what there is comes first.
        case watch(resourceVersion: String, isStreamingList: Bool)
        /// Do nothing for a while, then go on.
        case wait(Duration)
        /// Look whether the kind is there at all.
        case find
    }

    /// What happened.
    enum Event: Sendable {
        /// It begins, or a wait is over, or the kind was found.
        case proceed
        /// A page of the list came.
        case page(ItemPage<Item>)
        /// The server agreed to a watch.
        case opened
        /// A line of the watch came.
        case line(ItemEvent<Item>)
        /// A list failed.
        case listFailed(KubernetesError)
        /// The watch ended; with an error, or because its time was over.
        case watchEnded(KubernetesError?, wasLong: Bool)
        /// The kind is not installed any more.
        case uninstalled
    }

    /// What comes of an event.
    struct Reaction: Sendable {
        /// What is different.
        var updates: [ItemUpdate<Item>] = []
        /// What to do next; nil goes on with what is being done.
        var next: Action?
    }

    private enum Mode {
        /// Nothing is known from which a watch could go on.
        case listing
        /// The list comes as the beginning of a watch.
        case streaming
        /// A watch goes on from the version.
        case watching
    }

    private let settings: SourceSettings
    private let random: @Sendable () -> Double
    private var mode = Mode.listing
    private var resourceVersion = ""
    /// The pages of a list that is not complete.
    private var pages: [Item] = []
    private var continueToken = ""
    /// Whether the list is asked for in one piece, because its pages outlived their version.
    private var isInOnePiece = false
    /// The items of a streaming list that is not complete.
    private var streamed: [ObjectName: Item] = [:]
    private var mayStream: Bool
    private var streamFailures = 0
    private var backoff: Backoff
    private var silences = 0
    /// Lists in a row that led to no living watch.
    private var fruitlessLists = 0
    private var hasHeard = false
    /// Answers in a row that there is no such kind.
    private var absences = 0
    /// Whether the kind is looked for before anything else is asked.
    private var mustFind = false

    /// The names of what is known.
    private(set) var names: Set<ObjectName> = []
    /// Whether a list was complete once.
    private(set) var hasListed = false
    /// How often it was listed anew.
    private(set) var relists = 0
    /// How often a watch was resumed.
    private(set) var reconnects = 0
    /// What went wrong last, until something goes well again.
    private(set) var failure: KubernetesError?

    init(settings: SourceSettings) {
        self.settings = settings
        random = settings.random
        mayStream = settings.prefersStreamingLists
        backoff = Backoff(settings.backoff)
    }

    /// Takes an event.
    mutating func handle(_ event: Event) -> Reaction {
        switch event {
        case .proceed:
            if mustFind {
                mustFind = false
                return Reaction(next: .find)
            }
            return Reaction(next: request())
        case .page(let page): return take(page)
        case .opened:
            // A streaming list may still fail.
            if mode == .watching { failure = nil }
            return Reaction()
        case .line(let line): return take(line)
        case .listFailed(let error): return Reaction(next: afterList(error))
        case .watchEnded(let error, let wasLong): return Reaction(next: afterWatch(error, wasLong))
        case .uninstalled:
            let hadAny = !names.isEmpty
            forget()
            names = []
            hasListed = false
            failure = nil
            return Reaction(updates: hadAny ? [.replaced([])] : [], next: .find)
        }
    }

    // MARK: What comes

    private mutating func take(_ page: ItemPage<Item>) -> Reaction {
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

    private mutating func take(_ line: ItemEvent<Item>) -> Reaction {
        if case .failure(let error) = line { return Reaction(next: afterWatch(error, false)) }
        guard mode == .watching else { return takeStreamed(line) }
        let version =
            switch line {
            case .changed(let item): item.resourceVersion
            case .removed(_, let version), .bookmark(let version, _): version
            case .failure: ""
            }
        guard !isOlder(version) else {
            // Versions only grow; a server that was set back to an older state counts them anew.
            let message = "resource version \(version) came after \(resourceVersion): the server was set back"
            return Reaction(next: relist(KubernetesError(.expired, message)))
        }
        heard()
        if !version.isEmpty { resourceVersion = version }
        switch line {
        case .changed(let item):
            names.insert(item.name)
            return Reaction(updates: [.changed(item)])
        case .removed(let name, _):
            return Reaction(updates: names.remove(name) == nil ? [] : [.removed(name)])
        case .bookmark, .failure: return Reaction()
        }
    }

    private mutating func takeStreamed(_ line: ItemEvent<Item>) -> Reaction {
        switch line {
        case .changed(let item): streamed[item.name] = item
        case .removed(let name, _): streamed[name] = nil
        case .bookmark(let version, true):
            streamFailures = 0
            let items = streamed.values.sorted { $0.name < $1.name }
            return complete(items, version, next: nil)
        case .bookmark, .failure: break
        }
        return Reaction()
    }

    /// A list is complete.
    private mutating func complete(_ items: [Item], _ version: String, next: Action?) -> Reaction {
        if hasListed { relists += 1 }
        absences = 0
        forget()
        mode = .watching
        resourceVersion = version
        names = Set(items.map(\.name))
        hasListed = true
        failure = nil
        hasHeard = false
        return Reaction(updates: [.replaced(items)], next: next)
    }

    /// Something came over a watch: all is well.
    private mutating func heard() {
        hasHeard = true
        failure = nil
        silences = 0
        fruitlessLists = 0
        backoff.reset()
    }

    // MARK: What fails

    private mutating func afterList(_ error: KubernetesError) -> Action {
        failure = error
        switch error.code {
        case .absent: return lookAgain()
        case .forbidden: return .wait(settings.forbiddenWait)
        case .expired where !continueToken.isEmpty:
            // The pages took longer than their version lives: all at once, then.
            forget()
            isInOnePiece = true
            return request()
        case .malformed, .limit: forget()
        default: break
        }
        return .wait(max(backoff.next(random: random()), error.retryAfter ?? .zero))
    }

    private mutating func afterWatch(_ error: KubernetesError?, _ wasLong: Bool) -> Action {
        reconnects += 1
        guard mode != .streaming else { return afterStream(error) }
        guard let error else { return resume(isWell: wasLong || hasHeard) }
        failure = error
        switch error.code {
        case .absent: return lookAgain()
        case .expired, .malformed, .limit: return relist(error)
        case .forbidden: return .wait(settings.forbiddenWait)
        case .silent:
            // A watch from a version that the server does not have yet, after it was set back, is silent for ever.
            silences += 1
            return silences < 2 ? request() : relist(error)
        case .interrupted: return resume(isWell: wasLong || hasHeard)
        default: return .wait(max(backoff.next(random: random()), error.retryAfter ?? .zero))
        }
    }

    /// The list did not come to its end.
    private mutating func afterStream(_ error: KubernetesError?) -> Action {
        forget()
        if let error, error.status == 400 || error.status == 422 {
            // The server cannot, and will not: from now on in pages, and at once.
            mayStream = false
            return request()
        }
        failure = error ?? KubernetesError(.interrupted, "the watch ended before its first list was complete")
        switch error?.code {
        case .absent: return lookAgain()
        case .forbidden: return .wait(settings.forbiddenWait)
        case .silent, .interrupted, .malformed, .limit, nil:
            // A server that does not know of streaming lists may just wait for changes.
            streamFailures += 1
            if streamFailures >= 2 { mayStream = false }
        default: break
        }
        return .wait(max(backoff.next(random: random()), error?.retryAfter ?? .zero))
    }

    /// There is no such kind; not at once again, if that was said just now.
    private mutating func lookAgain() -> Action {
        forget()
        absences += 1
        guard absences > 1 else { return .find }
        mustFind = true
        return .wait(backoff.next(random: random()))
    }

    private mutating func resume(isWell: Bool) -> Action {
        if isWell {
            backoff.reset()
            return request()
        }
        return .wait(backoff.next(random: random()))
    }

    /// What is known stays until the list is complete.
    private mutating func relist(_ error: KubernetesError) -> Action {
        failure = error
        forget()
        fruitlessLists += 1
        guard fruitlessLists > 1 || error.code != .expired else { return request() }
        return .wait(max(backoff.next(random: random()), error.retryAfter ?? .zero))
    }

    // MARK: What is asked

    /// The next request, from what is known.
    private mutating func request() -> Action {
        switch mode {
        case .watching:
            hasHeard = false
            return .watch(resourceVersion: resourceVersion, isStreamingList: false)
        case .listing where mayStream && continueToken.isEmpty && !isInOnePiece, .streaming:
            mode = .streaming
            streamed = [:]
            return .watch(resourceVersion: "", isStreamingList: true)
        case .listing:
            if continueToken.isEmpty { pages = [] }
            return .list(limit: isInOnePiece ? nil : settings.pageSize, continueToken: continueToken)
        }
    }

    /// Begins again with a list.
    private mutating func forget() {
        mode = .listing
        resourceVersion = ""
        pages = []
        continueToken = ""
        isInOnePiece = false
        streamed = [:]
        silences = 0
    }

    /// Compares versions that are numbers, as all servers write them; others are never older.
    private func isOlder(_ version: String) -> Bool {
        guard let new = UInt64(version), let old = UInt64(resourceVersion) else { return false }
        return new < old
    }

    /// Pages that are not of one version may hold an item twice: the later one counts.
    private static func unique(_ items: [Item]) -> [Item] {
        var places: [ObjectName: Int] = [:]
        var result: [Item] = []
        result.reserveCapacity(items.count)
        for item in items {
            if let place = places.updateValue(result.count, forKey: item.name) {
                places[item.name] = place
                result[place] = item
            } else {
                result.append(item)
            }
        }
        return result
    }
}
