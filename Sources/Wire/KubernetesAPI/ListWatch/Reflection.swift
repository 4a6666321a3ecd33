internal import MeshSources

/// The list-watch state machine of one kind of one cluster.
///
/// It is pure: events go in, actions come out, without sockets or clock. The known items are replaced only by a
/// complete list, so they are never empty in between (P28).
struct Reflection<Item: VersionedItem>: Sendable {
    /// The next action.
    enum Action: Hashable, Sendable {
        /// Request a page of the list.
        case list(limit: Int?, continueToken: String)
        /// Watch from a version; a streaming list begins with the existing items.
        case watch(resourceVersion: String, isStreamingList: Bool)
        /// Wait, then continue.
        case wait(Duration)
        /// Check that the kind is installed.
        case find
    }

    /// An input of the state machine.
    enum Event: Sendable {
        /// The start, the end of a wait, or a kind that was found.
        case proceed
        /// A page of the list was received.
        case page(ItemPage<Item>)
        /// The server accepted a watch.
        case opened
        /// A line of the watch was received.
        case line(ItemEvent<Item>)
        /// A list failed.
        case listFailed(KubernetesError)
        /// The watch ended, with an error or because its time was over.
        case watchEnded(KubernetesError?, wasLong: Bool)
        /// The kind is no longer installed.
        case uninstalled
    }

    /// The result of an event.
    struct Reaction: Sendable {
        /// The changes.
        var updates: [ItemUpdate<Item>] = []
        /// The next action; nil continues the current one.
        var next: Action?
    }

    private enum Mode {
        /// No version is known from which a watch could start.
        case listing
        /// A streaming list is in progress.
        case streaming
        /// A watch from the known version is in progress.
        case watching
    }

    private let settings: SourceSettings
    private let random: @Sendable () -> Double
    private var mode = Mode.listing
    private var resourceVersion = ""
    /// The pages of an incomplete list.
    private var pages: [Item] = []
    private var continueToken = ""
    /// A Boolean value that indicates whether the list is requested in one piece, because its pages outlived their
    /// version.
    private var isInOnePiece = false
    /// The items of an incomplete streaming list.
    private var streamed: [ObjectName: Item] = [:]
    private var mayStream: Bool
    private var streamFailures = 0
    private var backoff: Backoff
    private var silences = 0
    /// The number of consecutive lists without a working watch after them.
    private var fruitlessLists = 0
    private var hasHeard = false
    /// The number of consecutive responses that the kind does not exist.
    private var absences = 0
    /// A Boolean value that indicates whether the kind must be found before the next request.
    private var mustFind = false

    /// The names of the known items.
    private(set) var names: Set<ObjectName> = []
    /// A Boolean value that indicates whether a list was complete once.
    private(set) var hasListed = false
    /// The number of relists.
    private(set) var relists = 0
    /// The number of resumed watches.
    private(set) var reconnects = 0
    /// The last error, until the next success.
    private(set) var failure: KubernetesError?

    init(settings: SourceSettings) {
        self.settings = settings
        random = settings.random
        mayStream = settings.prefersStreamingLists
        backoff = Backoff(settings.backoff)
    }

    /// Handles an event.
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

    // MARK: Received data

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
            // Versions only grow; a server that was restored to an older state starts from a lower one.
            let message = "resource version \(version) came after \(resourceVersion): the server was restored"
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

    /// Handles a complete list.
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

    /// Records data from a watch, which is a success.
    private mutating func heard() {
        hasHeard = true
        failure = nil
        silences = 0
        fruitlessLists = 0
        backoff.reset()
    }

    // MARK: Failures

    private mutating func afterList(_ error: KubernetesError) -> Action {
        failure = error
        switch error.code {
        case .absent: return lookAgain()
        case .forbidden: return .wait(settings.forbiddenWait)
        case .expired where !continueToken.isEmpty:
            // The pages took longer than their version lives, so the list is requested in one piece.
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
            // After a restore, a watch from a version that the server does not have yet stays without data forever.
            silences += 1
            return silences < 2 ? request() : relist(error)
        case .interrupted: return resume(isWell: wasLong || hasHeard)
        default: return .wait(max(backoff.next(random: random()), error.retryAfter ?? .zero))
        }
    }

    /// Returns the action after an incomplete streaming list.
    private mutating func afterStream(_ error: KubernetesError?) -> Action {
        forget()
        if let error, error.status == 400 || error.status == 422 {
            // The server does not support streaming lists: from now on lists are paged.
            mayStream = false
            return request()
        }
        failure = error ?? KubernetesError(.interrupted, "the watch ended before its first list was complete")
        switch error?.code {
        case .absent: return lookAgain()
        case .forbidden: return .wait(settings.forbiddenWait)
        case .silent, .interrupted, .malformed, .limit, nil:
            // A server that ignores the parameters of streaming lists may just wait for changes.
            streamFailures += 1
            if streamFailures >= 2 { mayStream = false }
        default: break
        }
        return .wait(max(backoff.next(random: random()), error?.retryAfter ?? .zero))
    }

    /// Looks for an absent kind, with a wait if it was reported absent just before.
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

    /// Lists again; the known items stay until the list is complete.
    private mutating func relist(_ error: KubernetesError) -> Action {
        failure = error
        forget()
        fruitlessLists += 1
        guard fruitlessLists > 1 || error.code != .expired else { return request() }
        return .wait(max(backoff.next(random: random()), error.retryAfter ?? .zero))
    }

    // MARK: Requests

    /// Returns the next request for the present state.
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

    /// Restarts with a list.
    private mutating func forget() {
        mode = .listing
        resourceVersion = ""
        pages = []
        continueToken = ""
        isInOnePiece = false
        streamed = [:]
        silences = 0
    }

    /// Compares numeric versions, which all servers use; others are never older.
    private func isOlder(_ version: String) -> Bool {
        guard let new = UInt64(version), let old = UInt64(resourceVersion) else { return false }
        return new < old
    }

    /// Pages of different versions may contain an item twice: the later one is used.
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
