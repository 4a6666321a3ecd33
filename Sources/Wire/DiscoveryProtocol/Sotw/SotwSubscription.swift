/// One type's subscription on a state-of-the-world stream.
///
/// An EDS response may carry any subset of the subscribed names (XP-S3): what was newly asked for and what changed.
/// The presence of `error_detail`, never a comparison of versions, makes a request a NACK (XP-S11), and `version_info`
/// of a request is not read at all, because it proves nothing about what a client holds (XP-S1, XP-S19).
///
/// Memory: 200 bytes or so inline, plus some 250 bytes on the heap for a stream with one name (some 60 to 130
/// bytes for each name from then on). Everything else, the queue of changes, refusals, unacknowledged responses, exists while it is
/// needed only; empty collections own no memory.
///
/// `resource_locators` (XP-S20): a locator without parameters is to be passed on as a name.
public struct SotwSubscription: SubscriptionStateMachine {
    var core: SubscriptionCore
    let respondToRepeats: Options.RepeatResponse
    let legacyWildcard: Bool
    /// Whether a list of names that is not empty ever came; from then on an empty list means "nothing" (XP-S7).
    var everNamed = false
    /// The newest response that was acknowledged or refused; if that is the last one sent, data may flow.
    var answeredOrdinal: UInt64 = 0
    /// The newest response that waiting was given up for (XP-B3).
    var overdueOrdinal: UInt64 = 0
    /// Names that a stale request left out.
    ///
    /// If the next current request lists them the client has let go of them in between and lost their content, which
    /// a comparison with the stored set alone would not show (XP-S18).
    var lapsedNames: Set<String> = []
    /// The same for the wildcard.
    var wildcardLapsed = false
    var generation: UInt32 = 0
    /// Whether the client let an acknowledgement time out and has sent none since (XP-B3).
    public private(set) var isSlow = false
    /// How often an acknowledgement did not come in time (XP-B3).
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

    /// Pushes what changed, or queues it while a response is unacknowledged (XP-B2).
    public mutating func catalogChanged(_ changed: ChangedNames, in catalog: some ResourceCatalog) -> [Response] {
        core.enqueue(changed, in: catalog)
        return pushIfAllowed(from: catalog)
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
        guard awaitedNonce != nil else { return [] }
        _ = core.markOverdue()
        overdueOrdinal = core.nonces.issued
        isSlow = true
        timeoutCount += 1
        return pushIfAllowed(from: catalog)
    }

    // MARK: Views

    /// The nonce whose acknowledgement holds back data, or `nil` if data may flow (XP-B3).
    public var awaitedNonce: String? { awaitedOrdinal.map(core.nonces.text) }

    /// The response whose acknowledgement holds back data, by its number, or `nil` if data may flow (XP-B3).
    public var awaitedOrdinal: UInt64? { mayPush ? nil : core.nonces.issued }

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

    /// The version of all that was sent of what is subscribed (XP-V2); what the last `version_info` said or the next
    /// one would say if nothing changed.
    public var versionInfo: ContentVersion { core.versionInfo }

    // MARK: The rule of one

    /// Data waits for the newest response, whatever its cause; answers to requests do not wait (XP-B2, XP-B4).
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
