/// One type's subscription on a delta (incremental) stream.
///
/// Subscription changes are honoured whatever nonce a request carries; the nonce only matters for the
/// bookkeeping of acknowledgements (XP-D1). The versions a client lists at the start are a declaration of what it
/// holds, not a subscription (XP-D3), and what must be removed is found by asking the catalog, never by what a push
/// left out (XP-D8).
///
/// Memory: 200 bytes or so inline, plus some 250 bytes on the heap for a stream with one name (some 60 to 130
/// bytes for each name from then on). Everything else exists while it is needed only; empty collections own no memory.
public struct DeltaSubscription: SubscriptionStateMachine {
    var core: SubscriptionCore
    let legacyWildcard: Bool
    let trustInitialVersions: Bool
    let isolationLimit: Int
    let pushWindow: Int
    /// Whether the first request came (XP-D3, XP-D10, XP-D20).
    var hasStarted = false
    /// Names of a refused response, to be sent once more one by one; the last one goes first (XP-D15).
    var isolation: [String] = []
    /// Whether the client let an acknowledgement time out and has sent none since (XP-B3).
    public private(set) var isSlow = false
    /// How often an acknowledgement did not come in time (XP-B3).
    public private(set) var timeoutCount = 0

    /// Starts a subscription without names; every nonce begins with the prefix (XP-V1).
    public init(options: Options = Options(), noncePrefix: String) {
        core = SubscriptionCore(
            limits: options.limits,
            absence: SubscriptionCore.Absence(plain: .removed, asEmpty: options.onDelete == .empty),
            noncePrefix: noncePrefix
        )
        legacyWildcard = options.legacyWildcard
        trustInitialVersions = options.trustInitialVersions
        isolationLimit = options.isolationLimit
        pushWindow = options.pushWindow
    }

    // MARK: Events other than requests

    /// Pushes what changed, or queues it while a response is unacknowledged (XP-B2, XP-D16).
    public mutating func catalogChanged(_ changed: ChangedNames, in catalog: some ResourceCatalog) -> [Response] {
        core.enqueue(changed, in: catalog)
        return pushAllowed(from: catalog)
    }

    /// Sends subscribed names again although they did not change (XP-A5, X-93, X-94).
    public mutating func resend(_ names: [String], from catalog: some ResourceCatalog) -> [Response] {
        let subscribed = Set(names).filter { core.isSubscribed($0) }.sorted()
        return core.answer(subscribed, filling: mayPush, from: catalog)
    }

    /// Marks the client as slow and sends queued data without waiting any longer (XP-B3).
    ///
    /// A late acknowledgement is still accepted. Without anything to wait for nothing happens.
    public mutating func acknowledgementTimedOut(from catalog: some ResourceCatalog) -> [Response] {
        guard core.markOverdue() else { return [] }
        isSlow = true
        timeoutCount += 1
        return pushAllowed(from: catalog)
    }

    // MARK: Views

    /// The nonce whose acknowledgement holds back data, or `nil` if data may flow (XP-B3).
    public var awaitedNonce: String? { awaitedOrdinal.map(core.nonces.text) }

    /// The response whose acknowledgement holds back data, by its number, or `nil` if data may flow (XP-B3).
    public var awaitedOrdinal: UInt64? {
        mayPush ? nil : core.unacknowledged.first { !$0.isOverdue }?.ordinal
    }

    /// The state of every name, sorted by name.
    public var statuses: [NameStatus] { core.statuses() }

    /// Tells the time, which is kept with each name that the client acknowledges or refuses from then on.
    public mutating func noteTime(_ moment: Int64) { core.moment = moment }

    /// The state of one name, or `nil` if the client has not subscribed to it.
    public func status(of name: String) -> NameStatus? { core.status(of: name) }

    /// The names that the client listed, sorted.
    public var names: [String] { core.records.filter(\.value.isNamed).keys.sorted() }

    /// Whether the client is subscribed to everything.
    public var isWildcard: Bool { core.isWildcard }

    /// Whether changes wait until they may be sent (XP-B2).
    public var hasPendingChanges: Bool { !core.pending.isEmpty }

    /// Whether a response for this name may be sent.
    public func isSubscribed(to name: String) -> Bool { core.isSubscribed(name) }

    /// The digest of all that was sent of what is subscribed; goes out as `system_version_info` (XP-D18).
    public var versionInfo: ContentVersion { core.versionInfo }

    // MARK: The window

    /// Data waits while that many responses are unacknowledged; answers to requests do not wait (XP-B2, XP-B4, XP-D16).
    var mayPush: Bool {
        core.unacknowledged.lazy.filter { !$0.isOverdue }.prefix(pushWindow).count < pushWindow
    }

    mutating func pushAllowed(from catalog: some ResourceCatalog) -> [Response] {
        var responses: [Response] = []
        while mayPush, let response = nextPush(from: catalog) {
            responses.append(response)
        }
        return responses
    }

    private mutating func nextPush(from catalog: some ResourceCatalog) -> Response? {
        while let name = isolation.popLast() {
            if let response = core.pushAlone(name, from: catalog) { return response }
        }
        return core.push(from: catalog)
    }

    mutating func noteAnswered() {
        isSlow = false
    }
}
