/// The state of one name that was sent to a client or acknowledged by it.
public enum Delivery: Hashable, Sendable {
    /// Nothing was sent.
    case nothing
    /// The resource with this version.
    case resource(ContentVersion)
    /// An assignment without endpoints, because the name does not exist.
    case empty(ContentVersion)
    /// A removal in `removed_resources`, because the name does not exist.
    case removed

    /// The version of the content, if any.
    public var version: ContentVersion? {
        switch self {
        case .resource(let version), .empty(let version): version
        case .nothing, .removed: nil
        }
    }

    /// Returns true if a client that received `self` does not need `other` (XP-S17).
    func suffices(for other: Delivery) -> Bool {
        if let version { return version == other.version }
        return self == other
    }
}

/// A rejected delivery with the client's reason.
public struct Rejection: Hashable, Sendable {
    /// The rejected delivery.
    public let delivery: Delivery
    /// The reason that the client gave.
    public let detail: NackDetail
}

/// The state of one name of a subscription, for CSDS-like views.
///
/// Subscribed, sent, acknowledged and rejected are four separate facts; servers that stored two of them in one place
/// lost subscriptions or looped.
public struct NameStatus: Hashable, Sendable {
    /// The resource name.
    public let name: String
    /// A Boolean value that indicates whether the client named it; otherwise it is known through a wildcard.
    public let isNamed: Bool
    /// The last delivery that was sent.
    public let sent: Delivery
    /// The last delivery that the client acknowledged.
    public let acknowledged: Delivery
    /// The last rejection, until something newer is acknowledged.
    public let rejection: Rejection?
    /// The time when the client last acknowledged or rejected it; nil before that, and if no times are recorded.
    public let settledAt: Int64?
}
