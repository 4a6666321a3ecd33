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
public struct SotwSubscription: CoreSubscription {
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

    /// Starts a subscription without names; every nonce begins with the prefix (XP-V1).
    public init(options: Options = Options(), noncePrefix: String) {
        core = SubscriptionCore(
            limits: options.limits,
            absence: SubscriptionCore.Absence(
                plain: .nothing,
                asEmpty: options.unknownNames == .empty ? .always : .never
            ),
            noncePrefix: noncePrefix
        )
        respondToRepeats = options.respondToRepeats
        legacyWildcard = options.legacyWildcard
    }

    // MARK: One response in flight

    /// The number of the response whose acknowledgement holds back data, or `nil` if data may be sent (XP-B3).
    public var awaitedOrdinal: UInt64? { mayPush ? nil : core.nonces.issued }

    /// A Boolean value that indicates whether data may be sent: it waits for the newest response, whatever its cause,
    /// unlike answers to requests (XP-B2, XP-B4).
    var mayPush: Bool {
        let newest = core.nonces.issued
        return answeredOrdinal == newest || overdueOrdinal == newest
    }

    mutating func markOverdue() -> Bool {
        guard !mayPush else { return false }
        _ = core.markOverdue()
        overdueOrdinal = core.nonces.issued
        return true
    }

    mutating func pushAllowed(from catalog: some ResourceCatalog) -> [Response] {
        guard mayPush, let response = core.push(from: catalog) else { return [] }
        return [response]
    }

    mutating func recordAnswered() {
        answeredOrdinal = core.nonces.issued
        core.isSlow = false
    }
}
