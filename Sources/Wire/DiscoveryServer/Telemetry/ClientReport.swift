public import MeshModel

/// Which clients are asked for.
public struct ClientQuery: Hashable, Sendable {
    /// Only clients with this node id; nil for all.
    public var node: String?
    /// The most streams to tell of, the oldest connections first.
    public var maximumStreams = 1_000
    /// The most names to tell of for each stream.
    public var maximumNames = 100

    /// Asks for all clients.
    public init(node: String? = nil) { self.node = node }
}

/// One stream of a client, and what the client has.
public struct ClientReport: Sendable {
    /// How one name stands.
    public struct Resource: Hashable, Sendable {
        /// Where a name stands.
        public enum Standing: String, Hashable, Sendable {
            /// Nothing was sent: there is nothing of that name.
            case notSent = "not-sent"
            /// The newest that was sent is acknowledged.
            case synced
            /// What was sent is not acknowledged.
            case stale
            /// What was sent last was refused.
            case rejected
        }

        /// The resource name.
        public let name: String
        /// Whether the client named it; otherwise a wildcard covers it.
        public let isNamed: Bool
        /// Where it stands.
        public let standing: Standing
        /// The version sent last; nil when there was none.
        public let sent: String?
        /// The version acknowledged last; nil when there was none.
        public let acknowledged: String?
        /// Why it was refused; nil when it was not.
        public let rejection: String?
    }

    /// The number of the connection.
    public let connection: UInt64
    /// The number of the stream on its connection.
    public let stream: Int32
    /// How the client asks.
    public let streamProtocol: StreamProtocol
    /// The node id.
    public let node: String
    /// The address of the other end; empty for Unix sockets.
    public let peer: String
    /// What the client is taken for.
    public let proxy: Proxy
    /// How it is known who the client is: `own-word`, `declared` or `assumed`.
    public let knownBy: String
    /// When the stream was opened, in milliseconds since 1970.
    public let openedAt: Int64
    /// Whether the client is subscribed to everything.
    public let isWildcard: Bool
    /// How many names it has.
    public let resourceCount: Int
    /// The names, ascending, as many as were asked for.
    public let resources: [Resource]
    /// Responses sent.
    public let pushes: Int
    /// Responses acknowledged.
    public let acknowledgements: Int
    /// Responses refused.
    public let rejections: Int
    /// Bytes sent.
    public let bytes: Int
    /// Bytes that wait in the stream's queue.
    public let queuedBytes: Int
    /// Since when the client is slow, in milliseconds since 1970; nil when it is not.
    public let slowSince: Int64?
    /// The last refusal.
    public let lastRejection: RejectionReport?
}
