/// What a client was told, or has confirmed, about one name.
public enum Delivery: Hashable, Sendable {
    /// Nothing at all.
    case nothing
    /// The resource with this version.
    case resource(ContentVersion)
    /// An assignment without endpoints, because the name does not exist.
    case empty(ContentVersion)
    /// That the name does not exist, through `removed_resources`.
    case removed

    /// The version of the content, if there was any.
    public var version: ContentVersion? {
        switch self {
        case .resource(let version), .empty(let version): version
        case .nothing, .removed: nil
        }
    }

    /// Whether a client that was told `self` need not be told `other` (XP-S17).
    func suffices(for other: Delivery) -> Bool {
        if let version { return version == other.version }
        return self == other
    }
}

/// A refused delivery with the client's reason.
public struct Rejection: Hashable, Sendable {
    /// What was refused.
    public let delivery: Delivery
    /// Why.
    public let detail: NackDetail
}

/// The state of one name of a subscription, for CSDS-like views.
///
/// Subscribed, sent, acknowledged and rejected are four separate facts; servers that kept two of them in one place
/// lost subscriptions or looped.
public struct NameStatus: Hashable, Sendable {
    /// The resource name.
    public let name: String
    /// Whether the client named it; otherwise it is known through a wildcard.
    public let isNamed: Bool
    /// What was sent last.
    public let sent: Delivery
    /// What the client last acknowledged.
    public let acknowledged: Delivery
    /// The last refusal, until something newer is acknowledged.
    public let rejection: Rejection?
    /// When the client last acknowledged or refused it; nil before, and when no times are kept.
    public let settledAt: Int64?
}
