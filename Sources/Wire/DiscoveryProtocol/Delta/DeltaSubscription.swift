/// One type's subscription on a delta (incremental) stream.
///
/// Subscription changes are honoured whatever nonce a request carries; the nonce only matters for the acknowledgement
/// state (XP-D1). The versions that a client lists at the start declare what it has and do not subscribe to it (XP-D3).
/// Removals are determined from the catalog, never from what a push left out (XP-D8).
///
/// Memory: about 200 bytes inline, plus about 250 bytes on the heap for a stream with one name (60 to 130 bytes for
/// each further name). Everything else exists only while it is needed; empty collections own no memory.
public struct DeltaSubscription: CoreSubscription {
    var core: SubscriptionCore
    let legacyWildcard: Bool
    let trustInitialVersions: Bool
    let isolationLimit: Int
    let pushWindow: Int
    /// A Boolean value that indicates whether the first request has arrived (XP-D3, XP-D10, XP-D20).
    var hasStarted = false
    /// The names of a rejected response that are to be sent again one by one, in reverse order (XP-D15).
    var isolation: [String] = []

    /// Starts a subscription without names; every nonce begins with the prefix (XP-V1).
    public init(options: Options = Options(), noncePrefix: String) {
        core = SubscriptionCore(
            limits: options.limits,
            absence: SubscriptionCore.Absence(plain: .removed, asEmpty: options.onDelete.asEmpty),
            noncePrefix: noncePrefix
        )
        legacyWildcard = options.legacyWildcard
        trustInitialVersions = options.trustInitialVersions
        isolationLimit = options.isolationLimit
        pushWindow = options.pushWindow
    }

    // MARK: The window

    /// The number of the response whose acknowledgement holds back data, or `nil` if data may be sent (XP-B3).
    public var awaitedOrdinal: UInt64? {
        mayPush ? nil : core.unacknowledged.first { !$0.isOverdue }?.ordinal
    }

    /// A Boolean value that indicates whether data may be sent: it waits while the window of unacknowledged responses
    /// is full, unlike answers to requests (XP-B2, XP-B4, XP-D16).
    var mayPush: Bool {
        core.unacknowledged.lazy.filter { !$0.isOverdue }.prefix(pushWindow).count < pushWindow
    }

    mutating func markOverdue() -> Bool { core.markOverdue() }

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

    mutating func recordAnswered() {
        core.isSlow = false
    }
}
