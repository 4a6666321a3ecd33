extension SotwSubscription {
    /// The options of a SotW subscription.
    public struct Options: Sendable, Hashable {
        /// The response to a repeated request: one whose nonce was answered before, and no NACK (XP-S9).
        public enum RepeatResponse: Sendable, Hashable {
            /// All subscribed names, unless the set only shrank. Envoy repeats a request when a cluster has to warm
            /// again and waits `initial_fetch_timeout` for a response.
            case full
            /// The added names only; an unchanged set gets no response.
            case addedOnly
            /// As `addedOnly`, but the verdict of the request is `stale`. Names are still honoured, because XP-S5 has
            /// no exception.
            case off
        }

        /// The response for a subscribed name that does not exist or was deleted.
        public enum UnknownNames: Sendable, Hashable {
            /// None (XP-S2, as in the specification).
            case silent
            /// An assignment without endpoints (XP-S2, XP-S16): Envoy stops waiting and drops the hosts.
            case empty
        }

        /// The response to repeated requests (XP-S9).
        public var respondToRepeats: RepeatResponse
        /// A Boolean value that indicates whether a stream that never listed names and sends an empty list wants
        /// everything (XP-S7).
        public var legacyWildcard: Bool
        /// The response for names that do not exist (XP-S2, XP-S16).
        public var unknownNames: UnknownNames
        /// The limits (XP-S14, XP-B8).
        public var limits: SubscriptionLimits

        /// Sets all options; the defaults suit Envoy.
        public init(
            respondToRepeats: RepeatResponse = .full,
            legacyWildcard: Bool = false,
            unknownNames: UnknownNames = .silent,
            limits: SubscriptionLimits = SubscriptionLimits()
        ) {
            self.respondToRepeats = respondToRepeats
            self.legacyWildcard = legacyWildcard
            self.unknownNames = unknownNames
            self.limits = limits
        }
    }

    /// The part of a DiscoveryRequest that concerns the subscription.
    public struct Request: SubscriptionRequest, Hashable {
        /// The `version_info`: informational, never compared (XP-S19).
        public var versionInfo: String
        /// The `resource_names`: opaque, in any order, duplicates count once (XP-S14).
        public var names: [String]
        /// The `response_nonce`; empty if the request replies to no response.
        public var nonce: String
        /// The `error_detail`; its presence alone makes the request a NACK.
        public var error: NackDetail?

        /// Makes a request; the defaults are those of the wire.
        public init(versionInfo: String = "", names: [String] = [], nonce: String = "", error: NackDetail? = nil) {
            self.versionInfo = versionInfo
            self.names = names
            self.nonce = nonce
            self.error = error
        }

        /// A Boolean value that indicates whether the request, as the first of its type, subscribes to everything.
        public var asksForEverything: Bool { names.isEmpty || names.contains(wildcardName) }
        /// A Boolean value that indicates whether the client already has resources, as after a reconnection.
        public var knowsVersions: Bool { !versionInfo.isEmpty }
        /// The number of names that the request lists, duplicates included.
        public var nameCount: Int { names.count }

        /// Does nothing: versions of SotW requests are never trusted (XP-S1).
        public mutating func distrustVersions(of names: RejectedNames.Names) {}
    }
}
