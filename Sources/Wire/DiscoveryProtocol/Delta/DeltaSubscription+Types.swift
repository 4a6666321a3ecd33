extension DeltaSubscription {
    /// How a delta subscription behaves.
    public struct Options: Sendable, Hashable {
        /// What a client hears of a subscribed name that does not exist.
        public enum Deletion: Sendable, Hashable {
            /// `removed_resources` (XP-D7, XP-D8, the letter of the protocol). Envoy acknowledges it and keeps the
            /// hosts.
            case removed
            /// An assignment without endpoints, which makes Envoy drop the hosts (XP-D8).
            ///
            /// It applies to names that never existed as well: after a restart the server cannot tell them apart.
            case empty
        }

        /// Whether a first request without names wants everything (XP-D10).
        public var legacyWildcard: Bool
        /// Whether content that the client lists with its current version at the start is not sent (XP-D4).
        ///
        /// True suits DeltaEndpoints, where a cluster that warms again opens a new stream without versions. On ADS it
        /// must be false: there such a cluster still lists its version and waits for an answer.
        public var trustInitialVersions: Bool
        /// The answer to names that do not exist (XP-D7, XP-D8).
        public var onDelete: Deletion
        /// The largest refused response whose names are sent again, once, one a response (XP-D15); 0 never does so.
        public var isolationLimit: Int
        /// How many unacknowledged responses hold back data: 1 by default, a small number at most (XP-B2).
        public var pushWindow: Int
        /// Bounds (XP-S14, XP-B8, X-100).
        public var limits: SubscriptionLimits

        /// Sets all options; the defaults suit Envoy on DeltaEndpoints.
        public init(
            legacyWildcard: Bool = false,
            trustInitialVersions: Bool = true,
            onDelete: Deletion = .removed,
            isolationLimit: Int = 64,
            pushWindow: Int = 1,
            limits: SubscriptionLimits = SubscriptionLimits()
        ) {
            self.legacyWildcard = legacyWildcard
            self.trustInitialVersions = trustInitialVersions
            self.onDelete = onDelete
            self.isolationLimit = max(0, isolationLimit)
            self.pushWindow = max(1, pushWindow)
            self.limits = limits
        }
    }

    /// A name and the text of the version that the client says it holds.
    public struct InitialVersion: Sendable, Hashable {
        /// The resource name.
        public var name: String
        /// Its version, as whatever server it came from wrote it.
        public var version: String

        /// Pairs a name with the text of a version.
        public init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }

    /// The part of a DeltaDiscoveryRequest that concerns the subscription.
    public struct Request: SubscriptionRequest, Hashable {
        /// `resource_names_subscribe`.
        public var subscribe: [String]
        /// `resource_names_unsubscribe`.
        public var unsubscribe: [String]
        /// `initial_resource_versions`, in any order; read on the first request only (XP-D3).
        public var initialVersions: [InitialVersion]
        /// `response_nonce`; empty if the request answers no response.
        public var nonce: String
        /// `error_detail`; its presence alone makes the request a NACK.
        public var error: NackDetail?

        /// Describes a request; the defaults are those of the wire.
        public init(
            subscribe: [String] = [],
            unsubscribe: [String] = [],
            initialVersions: [InitialVersion] = [],
            nonce: String = "",
            error: NackDetail? = nil
        ) {
            self.subscribe = subscribe
            self.unsubscribe = unsubscribe
            self.initialVersions = initialVersions
            self.nonce = nonce
            self.error = error
        }

        /// Whether the request, as the first of its type, asks for everything there is.
        public var asksForEverything: Bool { subscribe.isEmpty || subscribe.contains(wildcardName) }
        /// Whether the client says that it has something from before, as after a reconnection.
        public var knowsVersions: Bool { !initialVersions.isEmpty }
        /// How many names the request lists, duplicates included.
        public var nameCount: Int { subscribe.count }
    }
}
