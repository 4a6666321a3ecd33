internal import DiscoveryProtocol
internal import EnvoyMessages
public import NIOCore

/// How the discovery services behave.
public struct DiscoveryOptions: Sendable {
    /// What clients hear of names that do not exist.
    public enum UnknownNames: String, CaseIterable, Sendable {
        /// SotW: nothing. Delta: that the name is removed (XP-S2, XP-D7).
        case silent
        /// An assignment without endpoints: Envoy stops waiting and drops the hosts (XP-S2, XP-D8).
        case empty
    }

    /// What clients hear of names that do not exist.
    public var unknownNames = UnknownNames.silent
    /// Whether a first request without names asks for everything (XP-S7, XP-D10).
    public var legacyWildcard = false
    /// Whether requests for all listeners or clusters on ADS are answered with none (XP-A6).
    ///
    /// It ends a client's waiting, and deletes whatever listeners and clusters it had from elsewhere on ADS.
    public var answersListenersAndClusters = false
    /// The time after which a client that acknowledges nothing counts as slow and is sent newer content (XP-B3).
    public var acknowledgementTimeout = TimeAmount.seconds(30)
    /// Whether a stream whose first message names no node is refused (XP-N2).
    public var requiresNode = false

    /// Whether a REST request for what the client already has is held until that changes (XP-R8).
    public var longPolls = true

    /// Whether everybody who may connect may ask what the clients have (XP-O3).
    public var servesClientStatus = false
    /// Whether everybody who may connect may ask for the definitions of the services (XP-O2).
    public var servesReflection = false

    /// Makes the default options.
    public init() {}

    var sotw: SotwSubscription.Options {
        SotwSubscription.Options(
            legacyWildcard: legacyWildcard,
            unknownNames: unknownNames == .empty ? .empty : .silent
        )
    }

    /// - Parameter isAggregated: on ADS a client's versions are not trusted: a cluster that warms again lists one and
    ///   waits all the same (XP-D4).
    func delta(isAggregated: Bool) -> DeltaSubscription.Options {
        DeltaSubscription.Options(
            legacyWildcard: legacyWildcard,
            trustInitialVersions: !isAggregated,
            onDelete: unknownNames == .empty ? .empty : .removed
        )
    }

    /// The services that are there, sorted.
    var services: [String] {
        let optional =
            (servesClientStatus ? [ServiceName.clientStatus] : []) + (servesReflection ? ServiceName.reflection : [])
        return (ServiceName.all + optional).sorted()
    }

    /// Bounds on every message of a client.
    var limits: MessageLimits { MessageLimits() }
}
