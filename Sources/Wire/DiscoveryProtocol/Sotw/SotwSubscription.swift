/// One type's subscription on a state-of-the-world stream.
///
/// An EDS response may carry any subset of the subscribed names (XP-S3): new subscriptions and changes. The presence of
/// `error_detail`, never a comparison of versions, makes a request a NACK (XP-S11), and `version_info` of a request is
/// not read at all, because it does not prove what a client has (XP-S1, XP-S19).
///
/// Memory: about 200 bytes inline, plus about 250 bytes on the heap for a stream with one name (60 to 130 bytes for
/// each further name). Everything else, the queue of changes, rejections, unacknowledged responses, exists only while
/// it is needed; empty collections own no memory.
///
/// A `resource_locators` entry without parameters must be passed on as a name (XP-S20).
public struct SotwSubscription: SubscriptionStateMachine {
    var core: SubscriptionCore
    let respondToRepeats: Options.RepeatResponse
    let legacyWildcard: Bool
    /// A Boolean value that indicates whether a non-empty list of names ever arrived; after that an empty list means
    /// "nothing" (XP-S7).
    var everNamed = false
    /// The newest response that was acknowledged or rejected; if it is the last one sent, data may be sent.
    var answeredOrdinal: UInt64 = 0
    /// The newest response whose acknowledgement timed out (XP-B3).
    var overdueOrdinal: UInt64 = 0
    /// The names that a stale request left out.
    ///
    /// If the next current request lists them, the client has dropped them in between and lost their content, which a
    /// comparison with the stored set alone would not show (XP-S18).
    var lapsedNames: Set<String> = []
    /// A Boolean value that indicates the same for the wildcard.
    var wildcardLapsed = false
    var generation: UInt32 = 0
    /// A Boolean value that indicates whether an acknowledgement timed out and none has arrived since (XP-B3).
    public private(set) var isSlow = false
    /// The number of acknowledgements that timed out (XP-B3).
    public private(set) var timeoutCount = 0

    /// Starts a subscription without names; every nonce begins with the prefix (XP-V1).
    public init(options: Options = Options(), noncePrefix: String) {
        core = SubscriptionCore(
            limits: options.limits,
            absence: SubscriptionCore.Absence(plain: .nothing, asEmpty: options.unknownNames == .empty),
            noncePrefix: noncePrefix
        )
        respondToRepeats = options.respondToRepeats
        legacyWildcard = options.legacyWildcard
    }

    // MARK: Events other than requests

    /// Pushes changed resources, or queues them while a response is unacknowledged (XP-B2).
    public mutating func catalogChanged(_ changed: ChangedNames, in catalog: some ResourceCatalog) -> [Response] {
        core.enqueue(changed, in: catalog)
        return pushIfAllowed(from: catalog)
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
        guard awaitedNonce != nil else { return [] }
        _ = core.markOverdue()
        overdueOrdinal = core.nonces.issued
        isSlow = true
        timeoutCount += 1
        return pushIfAllowed(from: catalog)
    }

    // MARK: Views

    /// The nonce whose acknowledgement holds back data, or `nil` if data may be sent (XP-B3).
    public var awaitedNonce: String? { awaitedOrdinal.map(core.nonces.text) }

    /// The number of the response whose acknowledgement holds back data, or `nil` if data may be sent (XP-B3).
    public var awaitedOrdinal: UInt64? { mayPush ? nil : core.nonces.issued }

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

    /// The version of all sent content that is subscribed (XP-V2), as in the last `version_info`, or in the next one if
    /// nothing changes.
    public var versionInfo: ContentVersion { core.versionInfo }

    // MARK: One response in flight

    /// A Boolean value that indicates whether data may be sent: it waits for the newest response, whatever its cause,
    /// unlike answers to requests (XP-B2, XP-B4).
    var mayPush: Bool {
        let newest = core.nonces.issued
        return answeredOrdinal == newest || overdueOrdinal == newest
    }

    mutating func pushIfAllowed(from catalog: some ResourceCatalog) -> [Response] {
        guard mayPush, let response = core.push(from: catalog) else { return [] }
        return [response]
    }

    mutating func noteAnswered() {
        answeredOrdinal = core.nonces.issued
        isSlow = false
    }
}
