extension DeltaSubscription {
    /// The options of a delta subscription.
    public struct Options: Sendable, Hashable {
        /// The response for a subscribed name that does not exist.
        public enum Deletion: Sendable, Hashable {
            /// A `removed_resources` entry (XP-D7, XP-D8, as in the specification). Envoy acknowledges it and keeps the
            /// hosts.
            case removed
            /// An assignment without endpoints, which makes Envoy drop the hosts (XP-D8).
            ///
            /// It applies to names that never existed too: after a restart the server cannot distinguish them.
            case empty
            /// An assignment without endpoints when the client subscribes to it, and a `removed_resources` entry when it
            /// is deleted later, as in the reference (XP-D8).
            case emptyThenRemoved

            var asEmpty: SubscriptionCore.Occasions {
                switch self {
                case .removed: .never
                case .empty: .always
                case .emptyThenRemoved: .subscription
                }
            }
        }

        /// A Boolean value that indicates whether a first request without names subscribes to everything (XP-D10).
        public var legacyWildcard: Bool
        /// A Boolean value that indicates whether content whose current version the client lists at the start is not
        /// sent (XP-D4).
        ///
        /// True is right for DeltaEndpoints, where a cluster that warms again opens a new stream without versions. On
        /// ADS it must be false: there such a cluster still lists its version and waits for a response.
        public var trustInitialVersions: Bool
        /// The response for names that do not exist (XP-D7, XP-D8).
        public var onDelete: Deletion
        /// The largest rejected response whose names are sent again, once, one a response (XP-D15); 0 disables this.
        public var isolationLimit: Int
        /// The number of unacknowledged responses that hold back data: 1 by default, a small number at most (XP-B2).
        public var pushWindow: Int
        /// The limits (XP-S14, XP-B8, X-100).
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

    /// A name and the text of the version that the client claims to have.
    public struct InitialVersion: Sendable, Hashable {
        /// The resource name.
        public var name: String
        /// The version, in the format of the server that sent it.
        public var version: String

        /// Makes a pair of a name and the text of a version.
        public init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }

    /// The part of a DeltaDiscoveryRequest that concerns the subscription.
    public struct Request: SubscriptionRequest, Hashable {
        /// The `resource_names_subscribe`.
        public var subscribe: [String]
        /// The `resource_names_unsubscribe`.
        public var unsubscribe: [String]
        /// The `initial_resource_versions`, in any order; read on the first request only (XP-D3).
        public var initialVersions: [InitialVersion]
        /// The `response_nonce`; empty if the request replies to no response.
        public var nonce: String
        /// The `error_detail`; its presence alone makes the request a NACK.
        public var error: NackDetail?

        /// Makes a request; the defaults are those of the wire.
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

        /// A Boolean value that indicates whether the request, as the first of its type, subscribes to everything.
        public var asksForEverything: Bool { subscribe.isEmpty || subscribe.contains(wildcardName) }
        /// A Boolean value that indicates whether the client already has resources, as after a reconnection.
        public var knowsVersions: Bool { !initialVersions.isEmpty }
        /// The number of names that the request lists, duplicates included.
        public var nameCount: Int { subscribe.count }

        /// Removes the versions of names whose content the client may have got from a response that it rejected
        /// (XP-D21).
        public mutating func distrustVersions(of names: RejectedNames.Names) {
            initialVersions.removeAll { names.contains($0.name) }
        }
    }
}
