internal import MeshSources

/// The list-watch state machine of one kind of one cluster.
///
/// It is pure: events go in, actions come out, without sockets or clock. The known items are replaced only by a
/// complete list, so they are never empty in between (P28).
struct ListWatchStateMachine<Item: VersionedItem>: Sendable {
    enum Mode {
        /// No version is known from which a watch could start.
        case listing
        /// A streaming list is in progress.
        case streaming
        /// A watch from the known version is in progress.
        case watching
    }

    let settings: SourceSettings
    let random: @Sendable () -> Double
    /// The part of the kind in the bounds of its cluster.
    let share: ClusterBudget.Share
    /// A Boolean value that indicates whether the kind may not be installed.
    let isDiscovered: Bool
    var mode = Mode.listing
    var resourceVersion = ""
    /// The pages of an incomplete list.
    var pages: [Item] = []
    var continueToken = ""
    /// A Boolean value that indicates whether the list is requested in one piece, because its pages outlived their
    /// version.
    var isInOnePiece = false
    /// The items of an incomplete streaming list.
    var streamed: [ObjectName: Item] = [:]
    var mayStream: Bool
    var streamFailures = 0
    var backoff: Backoff
    /// The waits between requests for a forbidden or absent kind.
    var patience: Backoff
    var silences = 0
    /// The number of consecutive lists without a working watch after them.
    var fruitlessLists = 0
    var hasHeard = false
    /// The number of consecutive responses that the kind does not exist, although discovery contains it.
    var absences = 0
    /// The number of consecutive results of discovery without the kind.
    var misses = 0
    /// The number of consecutive responses that the kind is forbidden.
    var rejections = 0
    var failedVerifications = 0
    var isGuess = false
    /// The checks that precede the next request.
    var mustProbe = true
    var mustFind: Bool
    var mustVerify = false

    /// The status of the kind.
    var status = ReflectorRecord.Status.pending
    /// The known items, with the bytes that each counts.
    var sizes: [ObjectName: Int] = [:]
    /// The use of the known items.
    var known = ClusterBudget.Use()
    /// The use of an incomplete list.
    var pending = ClusterBudget.Use()
    /// The continue tokens of an incomplete list.
    var tokens: Set<String> = []
    /// The number of consecutive pages without objects.
    var emptyPages = 0
    /// A Boolean value that indicates whether a list was complete since the kind was installed.
    var hasListed = false
    /// The number of relists.
    var relists = 0
    /// The number of resumed watches.
    var reconnects = 0
    /// The last error, until the next success.
    var failure: KubernetesError?

    /// Makes the state machine of a kind.
    ///
    /// - Parameters:
    ///   - settings: the limits and intervals.
    ///   - isDiscovered: a Boolean value that indicates whether the kind may not be installed.
    ///   - share: the part in the bounds of the cluster; nil for a kind that is alone.
    init(settings: SourceSettings, isDiscovered: Bool = false, share: ClusterBudget.Share? = nil) {
        self.settings = settings
        self.share = share ?? ClusterBudget(settings).share(of: "")
        self.isDiscovered = isDiscovered
        random = settings.random
        mayStream = settings.prefersStreamingLists
        mustFind = isDiscovered
        backoff = Backoff(settings.backoff)
        patience = Backoff(BackoffBounds(first: settings.backoff.first, longest: settings.dormantWait))
    }

    /// A Boolean value that indicates whether a streaming list is in progress.
    var isStreaming: Bool { mode == .streaming }

    /// Shortens the coming waits, because the state of the server has changed.
    mutating func quicken() {
        backoff.reset()
        patience.reset()
    }

    /// Handles an event.
    mutating func handle(_ event: Event) -> Reaction {
        switch event {
        case .proceed: return Reaction(next: proceed())
        case .started:
            mustProbe = false
            return Reaction(next: proceed())
        case .found(let isGuess):
            (mustFind, self.isGuess) = (false, isGuess)
            if status == .absent { status = .pending }
            return Reaction(next: proceed())
        case .missing: return takeMissing()
        case .page(let page): return receive(page)
        case .verified(let version): return Reaction(next: takeVerified(version))
        case .opened:
            // A streaming list may still fail.
            if mode == .watching { failure = nil }
            return Reaction()
        case .line(let line, let bytes): return receive(line, bytes)
        case .requestFailed(let error):
            return Reaction(next: mode == .watching ? afterVerification(error) : afterList(error))
        case .watchEnded(let error, let wasLong): return Reaction(next: afterWatch(error, wasLong))
        }
    }

    // MARK: Requests

    /// Returns the first of the checks that are due, or the next request.
    mutating func proceed() -> Action {
        if mustProbe { return .probe }
        return mustFind ? .find : request()
    }

    /// Returns the next request for the present state.
    mutating func request() -> Action {
        switch mode {
        case .watching where mustVerify: return .verify(resourceVersion: resourceVersion)
        case .watching:
            hasHeard = false
            return .watch(resourceVersion: resourceVersion, isStreamingList: false)
        case .listing where mayStream && continueToken.isEmpty && !isInOnePiece, .streaming:
            mode = .streaming
            streamed = [:]
            releasePending()
            return .watch(resourceVersion: "", isStreamingList: true)
        case .listing:
            if continueToken.isEmpty {
                pages = []
                releasePending()
            }
            return .list(limit: isInOnePiece ? nil : settings.pageSize, continueToken: continueToken)
        }
    }

    /// Restarts with a list.
    mutating func forget() {
        mode = .listing
        resourceVersion = ""
        pages = []
        continueToken = ""
        isInOnePiece = false
        streamed = [:]
        releasePending()
        silences = 0
        mustVerify = false
    }

    /// Compares numeric versions, which all servers use; others are never older.
    ///
    /// Versions only grow; a server that was restored to an older state starts from a lower one.
    func isOlder(_ version: String) -> Bool {
        guard let new = UInt64(version), let old = UInt64(resourceVersion) else { return false }
        return new < old
    }

    func restored(_ version: String) -> KubernetesError {
        KubernetesError(
            .expired,
            "resource version \(version) came after \(resourceVersion): the server was restored"
        )
    }

    /// Pages of different versions may contain an item twice: the later one is used.
    static func unique(_ items: [Item]) -> [Item] {
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
