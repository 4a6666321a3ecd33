/// One type's subscription on a delta (incremental) stream.
///
/// Subscription changes are honoured whatever nonce a request carries; the nonce only matters for the acknowledgement
/// state (XP-D1). The versions that a client lists at the start declare what it has and do not subscribe to it (XP-D3).
/// Removals are determined from the catalog, never from what a push left out (XP-D8).
///
/// Memory: about 200 bytes inline, plus about 250 bytes on the heap for a stream with one name (60 to 130 bytes for
/// each further name). Everything else exists only while it is needed; empty collections own no memory.
public struct DeltaSubscription: SubscriptionStateMachine {
    var core: SubscriptionCore
    let legacyWildcard: Bool
    let trustInitialVersions: Bool
    let isolationLimit: Int
    let pushWindow: Int
    /// A Boolean value that indicates whether the first request has arrived (XP-D3, XP-D10, XP-D20).
    var hasStarted = false
    /// The names of a rejected response that are to be sent again one by one, in reverse order (XP-D15).
    var isolation: [String] = []
    /// A Boolean value that indicates whether an acknowledgement timed out and none has arrived since (XP-B3).
    public private(set) var isSlow = false
    /// The number of acknowledgements that timed out (XP-B3).
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

    /// Pushes changed resources, or queues them while a response is unacknowledged (XP-B2, XP-D16).
    public mutating func catalogChanged(_ changed: ChangedNames, in catalog: some ResourceCatalog) -> [Response] {
        core.enqueue(changed, in: catalog)
        return pushAllowed(from: catalog)
    }

    /// Sends subscribed names again although they did not change (XP-A5, X-93, X-94).
    public mutating func resend(_ names: [String], from catalog: some ResourceCatalog) -> [Response] {
        let subscribed = Set(names).filter { core.isSubscribed($0) }.sorted()
        return core.answer(subscribed, filling: mayPush, from: catalog)
    }

    /// Marks the client as slow and sends queued data without further waiting (XP-B3).
    ///
    /// A late acknowledgement is still accepted. The call has no effect if no response is waiting.
    public mutating func acknowledgementTimedOut(from catalog: some ResourceCatalog) -> [Response] {
        guard core.markOverdue() else { return [] }
        isSlow = true
        timeoutCount += 1
        return pushAllowed(from: catalog)
    }

    // MARK: Views

    /// The nonce whose acknowledgement holds back data, or `nil` if data may be sent (XP-B3).
    public var awaitedNonce: String? { awaitedOrdinal.map(core.nonces.text) }

    /// The number of the response whose acknowledgement holds back data, or `nil` if data may be sent (XP-B3).
    public var awaitedOrdinal: UInt64? {
        mayPush ? nil : core.unacknowledged.first { !$0.isOverdue }?.ordinal
    }

    /// The state of every name, sorted by name.
    public var statuses: [NameStatus] { core.statuses() }

    /// The names of rejected responses whose newer content is not acknowledged yet, in any order (XP-D21).
    public var rejectedNames: [String] { Array(core.rejections.keys) }

    /// Returns a Boolean value that indicates whether the client has acknowledged the last content that it was sent.
    public func isAcknowledged(_ name: String) -> Bool { core.isAcknowledged(name) }

    /// Sets the time that is recorded for names that the client acknowledges or rejects from then on.
    public mutating func noteTime(_ moment: Int64) { core.moment = moment }

    /// Returns the state of one name, or `nil` if the client has not subscribed to it.
    public func status(of name: String) -> NameStatus? { core.status(of: name) }

    /// The names that the client listed, sorted.
    public var names: [String] { core.records.filter(\.value.isNamed).keys.sorted() }

    /// A Boolean value that indicates whether the client is subscribed to everything.
    public var isWildcard: Bool { core.isWildcard }

    /// A Boolean value that indicates whether changes wait until they may be sent (XP-B2).
    public var hasPendingChanges: Bool { !core.pending.isEmpty }

    /// Returns true if a response for this name may be sent.
    public func isSubscribed(to name: String) -> Bool { core.isSubscribed(name) }

    /// The digest of all sent content that is subscribed, for `system_version_info` (XP-D18).
    public var versionInfo: ContentVersion { core.versionInfo }

    // MARK: The window

    /// A Boolean value that indicates whether data may be sent: it waits while the window of unacknowledged responses
    /// is full, unlike answers to requests (XP-B2, XP-B4, XP-D16).
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
