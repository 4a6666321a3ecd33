/// The half of a subscription that SotW and delta share: everything but requests and the rule for when to push.
protocol CoreSubscription: SubscriptionStateMachine {
    /// The common state.
    var core: SubscriptionCore { get set }
    /// A Boolean value that indicates whether data may be sent (XP-B2).
    var mayPush: Bool { get }
    /// Sends queued data as far as the rule permits it (XP-B2).
    mutating func pushAllowed(from catalog: some ResourceCatalog) -> [Response]
    /// Marks the responses that hold back data as overdue; returns false if there are none (XP-B3).
    mutating func markOverdue() -> Bool
}

extension CoreSubscription {
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
        guard markOverdue() else { return [] }
        core.isSlow = true
        core.timeoutCount += 1
        return pushAllowed(from: catalog)
    }

    /// Sets the time that is recorded for names that the client acknowledges or rejects from then on.
    public mutating func recordTime(_ moment: Int64) { core.moment = moment }

    // MARK: Views

    /// A Boolean value that indicates whether an acknowledgement timed out and none has arrived since (XP-B3).
    public var isSlow: Bool { core.isSlow }

    /// The number of acknowledgements that timed out (XP-B3).
    public var timeoutCount: Int { core.timeoutCount }

    /// The nonce whose acknowledgement holds back data, or `nil` if data may be sent (XP-B3).
    public var awaitedNonce: String? { awaitedOrdinal.map(core.nonces.text) }

    /// The state of every name, sorted by name.
    public var statuses: [NameStatus] { core.statuses() }

    /// The names of rejected responses whose newer content is not acknowledged yet, in any order (XP-D21).
    public var rejectedNames: [String] { Array(core.rejections.keys) }

    /// Returns a Boolean value that indicates whether the client has acknowledged the last content that it was sent.
    public func isAcknowledged(_ name: String) -> Bool { core.isAcknowledged(name) }

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

    /// The version of all sent content that is subscribed (XP-V2): `version_info` of SotW, `system_version_info` of
    /// delta (XP-D18).
    public var versionInfo: ContentVersion { core.versionInfo }
}
