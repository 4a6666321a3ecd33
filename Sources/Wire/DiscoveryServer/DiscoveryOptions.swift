internal import DiscoveryProtocol
internal import EnvoyMessages
public import NIOCore

/// The options of the discovery services.
public struct DiscoveryOptions: Sendable {
    /// The response for names that do not exist.
    public enum UnknownNames: String, CaseIterable, Sendable {
        /// SotW: none.
        ///
        /// Delta: the name in `removed_resources` (XP-S2, XP-D7).
        case silent
        /// An assignment without endpoints: Envoy stops waiting and drops the hosts (XP-S2, XP-D8).
        case empty
        /// Like ``empty``, but delta clients get a name that is deleted later in `removed_resources`, as from istiod
        /// (XP-D8).
        case emptyThenRemoved = "empty-then-removed"
    }

    /// The response for names that do not exist.
    public var unknownNames = UnknownNames.silent
    /// A Boolean value that indicates whether a first request without names subscribes to everything (XP-S7, XP-D10).
    public var legacyWildcard = false
    /// A Boolean value that indicates whether wildcard requests for listeners or clusters on ADS are answered with none
    /// (XP-A6).
    ///
    /// The client then stops waiting, and deletes all listeners and clusters that it has from ADS.
    public var answersListenersAndClusters = false
    /// The time after which a client without an acknowledgement is slow and is sent newer content (XP-B3).
    public var acknowledgementTimeout = TimeAmount.seconds(30)
    /// A Boolean value that indicates whether a stream whose first message has no node is rejected (XP-N2).
    public var requiresNode = false

    /// A Boolean value that indicates whether a REST request for unchanged content waits for a change (XP-R8).
    public var longPolls = true

    /// A Boolean value that indicates whether every client that may connect may read the status of all clients (XP-O3).
    public var servesClientStatus = false
    /// A Boolean value that indicates whether every client that may connect may read the service definitions (XP-O2).
    public var servesReflection = false

    /// The largest response that is sent to gRPC libraries, in bytes: the default limit of their messages (XP-B12).
    ///
    /// A larger message ends the stream of such a client, and every later one too.
    public var maximumGRPCResponse = 4 * 1024 * 1024

    /// The approximate memory of the cache of encoded resources, in bytes; the assignments have a cache of their own.
    public var cacheBytes = 32 << 20

    /// Makes the default options.
    public init() {}

    var sotw: SotwSubscription.Options {
        SotwSubscription.Options(
            legacyWildcard: legacyWildcard,
            unknownNames: unknownNames == .silent ? .silent : .empty
        )
    }

    /// - Parameter isAggregated: true on ADS, where a client's versions are not trusted: a cluster that warms again
    ///   lists its version and still waits for a response (XP-D4).
    func delta(isAggregated: Bool) -> DeltaSubscription.Options {
        DeltaSubscription.Options(
            legacyWildcard: legacyWildcard,
            trustInitialVersions: !isAggregated,
            onDelete: onDelete
        )
    }

    private var onDelete: DeltaSubscription.Options.Deletion {
        switch unknownNames {
        case .silent: .removed
        case .empty: .empty
        case .emptyThenRemoved: .emptyThenRemoved
        }
    }

    /// The enabled services, sorted.
    var services: [String] {
        let optional =
            (servesClientStatus ? [ServiceName.clientStatus] : []) + (servesReflection ? ServiceName.reflection : [])
        return (ServiceName.all + optional).sorted()
    }

    /// The limits of every message of a client.
    var limits: MessageLimits { MessageLimits() }
}
