/// What SotW and delta subscriptions offer alike, so that an aggregated stream can hold either.
///
/// A subscription is a value without socket or clock: each event returns what to send. It belongs to one type on one
/// stream, never to a node (XP-A8).
public protocol SubscriptionStateMachine: Sendable {
    /// The names and the acknowledgement part of a discovery request.
    associatedtype Request: SubscriptionRequest
    /// How the subscription behaves.
    associatedtype Options: Sendable

    /// Starts a subscription without names.
    init(options: Options, noncePrefix: String)

    /// Handles one request; requests are to be handled in the order of their arrival.
    mutating func receive(_ request: Request, from catalog: some ResourceCatalog) -> RequestOutcome

    /// Handles a change of content: at most one response, none while another one is unacknowledged (XP-B2).
    mutating func catalogChanged(_ changed: ChangedNames, in catalog: some ResourceCatalog) -> [Response]

    /// Sends subscribed names again although they did not change (XP-A5, X-93, X-94, an operator's resynchronisation).
    mutating func resend(_ names: [String], from catalog: some ResourceCatalog) -> [Response]

    /// Handles that the acknowledgement of ``awaitedNonce`` did not come in time (XP-B3).
    mutating func acknowledgementTimedOut(from catalog: some ResourceCatalog) -> [Response]

    /// The oldest response that holds back data, by its number, or `nil` if data may flow; the server times it (XP-B3).
    var awaitedOrdinal: UInt64? { get }

    /// Its nonce.
    var awaitedNonce: String? { get }

    /// Whether the client is subscribed to everything.
    var isWildcard: Bool { get }

    /// Whether changes wait until they may be sent (XP-B2).
    var hasPendingChanges: Bool { get }

    /// Whether the client let an acknowledgement time out and has sent none since (XP-B3).
    var isSlow: Bool { get }

    /// Tells the time, which is kept with each name that the client acknowledges or refuses from then on.
    ///
    /// In a unit of the caller's choice; without it no times are kept, which would cost memory.
    mutating func noteTime(_ moment: Int64)

    /// The state of every name, sorted by name.
    var statuses: [NameStatus] { get }
}

/// What an aggregated stream needs to see of a request, whatever its variant.
public protocol SubscriptionRequest: Sendable {
    /// `response_nonce`.
    var nonce: String { get }
    /// `error_detail`, if present; its presence alone makes a request a NACK.
    var error: NackDetail? { get }
    /// Whether the request, as the first of its type, asks for everything there is.
    var asksForEverything: Bool { get }
    /// Whether the client says that it has something from before, as after a reconnection.
    var knowsVersions: Bool { get }
    /// How many names the request lists.
    var nameCount: Int { get }
}

/// The name that subscribes to everything (XP-S8, XP-D10).
let wildcardName = "*"
