/// The common interface of SotW and delta subscriptions, for use in an aggregated stream.
///
/// A subscription is a value without socket or clock: each event returns the responses to send. It belongs to one type
/// on one stream, never to a node (XP-A8).
public protocol SubscriptionStateMachine: Sendable {
    /// The names and the acknowledgement of a discovery request.
    associatedtype Request: SubscriptionRequest
    /// The options of a subscription.
    associatedtype Options: Sendable

    /// Starts a subscription without names.
    init(options: Options, noncePrefix: String)

    /// Handles one request; requests must be handled in the order of their arrival.
    mutating func receive(_ request: Request, from catalog: some ResourceCatalog) -> RequestOutcome

    /// Handles a change of content: at most one response, none while another one is unacknowledged (XP-B2).
    mutating func catalogChanged(_ changed: ChangedNames, in catalog: some ResourceCatalog) -> [Response]

    /// Sends subscribed names again although they did not change (XP-A5, X-93, X-94, or an operator's
    /// resynchronization).
    mutating func resend(_ names: [String], from catalog: some ResourceCatalog) -> [Response]

    /// Handles an acknowledgement timeout for ``awaitedNonce`` (XP-B3).
    mutating func acknowledgementTimedOut(from catalog: some ResourceCatalog) -> [Response]

    /// The number of the oldest response that holds back data, or `nil` if data may be sent; the server times it
    /// (XP-B3).
    var awaitedOrdinal: UInt64? { get }

    /// The nonce of that response.
    var awaitedNonce: String? { get }

    /// A Boolean value that indicates whether the client is subscribed to everything.
    var isWildcard: Bool { get }

    /// A Boolean value that indicates whether changes wait until they may be sent (XP-B2).
    var hasPendingChanges: Bool { get }

    /// A Boolean value that indicates whether an acknowledgement timed out and none has arrived since (XP-B3).
    var isSlow: Bool { get }

    /// Sets the time that is recorded for names that the client acknowledges or rejects from then on.
    ///
    /// The unit is the caller's choice; if it is never called, no times are recorded, which saves memory.
    mutating func recordTime(_ moment: Int64)

    /// The state of every name, sorted by name.
    var statuses: [NameStatus] { get }

    /// The names of rejected responses whose newer content is not acknowledged yet, in any order (XP-D21).
    var rejectedNames: [String] { get }

    /// Returns a Boolean value that indicates whether the client has acknowledged the last content that it was sent.
    func isAcknowledged(_ name: String) -> Bool

    /// The number of acknowledgements that timed out (XP-B3).
    var timeoutCount: Int { get }

    /// The names that the client listed, sorted.
    var names: [String] { get }

    /// The version of all sent content that is subscribed (XP-V2).
    var versionInfo: ContentVersion { get }

    /// Returns the state of one name, or `nil` if the client has not subscribed to it.
    func status(of name: String) -> NameStatus?

    /// Returns true if a response for this name may be sent.
    func isSubscribed(to name: String) -> Bool
}

/// The properties of a request that an aggregated stream needs, whatever its variant.
public protocol SubscriptionRequest: Sendable {
    /// The `response_nonce`.
    var nonce: String { get }
    /// The `error_detail`, if present; its presence alone makes a request a NACK.
    var error: NackDetail? { get }
    /// A Boolean value that indicates whether the request, as the first of its type, subscribes to everything.
    var asksForEverything: Bool { get }
    /// A Boolean value that indicates whether the client already has resources, as after a reconnection.
    var knowsVersions: Bool { get }
    /// The number of names that the request lists.
    var nameCount: Int { get }

    /// Removes the versions of names whose content the client may have got from a response that it rejected (XP-D21).
    mutating func distrustVersions(of names: RejectedNames.Names)
}

/// The name that subscribes to everything (XP-S8, XP-D10).
let wildcardName = "*"
