extension SotwSubscription {
    /// How a SotW subscription behaves.
    public struct Options: Sendable, Hashable {
        /// What a repeated request is answered with: one whose nonce was answered before, and no NACK (XP-S9).
        public enum RepeatResponse: Sendable, Hashable {
            /// All subscribed names, unless the set only shrank. Envoy repeats a request when a cluster has to warm
            /// again and waits `initial_fetch_timeout` for an answer.
            case full
            /// The added names only; an equal set is met with silence.
            case addedOnly
            /// As `addedOnly`, and the request is not read as one: its verdict is `stale`. Names are still honoured,
            /// because XP-S5 has no exception.
            case off
        }

        /// What a client hears of a subscribed name that does not exist or ceased to exist.
        public enum UnknownNames: Sendable, Hashable {
            /// Nothing (XP-S2, the letter of the protocol).
            case silent
            /// An assignment without endpoints (XP-S2, XP-S16): Envoy stops waiting and drops the hosts.
            case empty
        }

        /// The answer to repeated requests (XP-S9).
        public var respondToRepeats: RepeatResponse
        /// Whether a stream that never listed names and sends an empty list wants everything (XP-S7).
        public var legacyWildcard: Bool
        /// The answer to names that do not exist (XP-S2, XP-S16).
        public var unknownNames: UnknownNames
        /// Bounds (XP-S14, XP-B8).
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
        /// `version_info`: informational, never compared (XP-S19).
        public var versionInfo: String
        /// `resource_names`: opaque, in any order, duplicates count once (XP-S14).
        public var names: [String]
        /// `response_nonce`; empty if the request answers no response.
        public var nonce: String
        /// `error_detail`; its presence alone makes the request a NACK.
        public var error: NackDetail?

        /// Describes a request; the defaults are those of the wire.
        public init(versionInfo: String = "", names: [String] = [], nonce: String = "", error: NackDetail? = nil) {
            self.versionInfo = versionInfo
            self.names = names
            self.nonce = nonce
            self.error = error
        }

        /// Whether the request, as the first of its type, asks for everything there is.
        public var asksForEverything: Bool { names.isEmpty || names.contains(wildcardName) }
        /// Whether the client says that it has something from before, as after a reconnection.
        public var knowsVersions: Bool { !versionInfo.isEmpty }
        /// How many names the request lists, duplicates included.
        public var nameCount: Int { names.count }
    }
}
