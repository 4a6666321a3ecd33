public import MeshModel

/// A query for connected clients.
public struct ClientQuery: Hashable, Sendable {
    /// The node id of the clients; nil for all.
    public var node: String?
    /// The largest number of streams in the result, those of the oldest connections first.
    public var maximumStreams = 1_000
    /// The largest number of names for each stream.
    public var maximumNames = 100

    /// Makes a query for a node, or for all clients.
    public init(node: String? = nil) { self.node = node }
}

/// One stream of a client, with the client's resources.
public struct ClientReport: Sendable {
    /// The state of one name.
    public struct Resource: Hashable, Sendable {
        /// The status of a name.
        public enum Status: String, Hashable, Sendable {
            /// Nothing was sent: the name does not exist.
            case notSent = "not-sent"
            /// The newest version that was sent is acknowledged.
            case synced
            /// The version that was sent is not acknowledged.
            case stale
            /// The version that was sent last was rejected.
            case rejected
        }

        /// The resource name.
        public let name: String
        /// A Boolean value that indicates whether the client named it; otherwise a wildcard covers it.
        public let isNamed: Bool
        /// The status of the name.
        public let status: Status
        /// The version sent last; nil if there was none.
        public let sent: String?
        /// The version acknowledged last; nil if there was none.
        public let acknowledged: String?
        /// The reason for the rejection; nil if there was none.
        public let rejection: String?
    }

    /// The number of the connection.
    public let connection: UInt64
    /// The number of the stream on its connection.
    public let stream: Int32
    /// The service and variant that the client uses.
    public let streamProtocol: StreamProtocol
    /// The node id.
    public let node: String
    /// The remote address; empty for Unix sockets.
    public let peer: String
    /// The proxy of the client.
    public let proxy: Proxy
    /// The source of the client's identity: `own-word`, `declared` or `assumed`.
    public let knownBy: String
    /// The time when the stream was opened, in milliseconds since 1970.
    public let openedAt: Int64
    /// A Boolean value that indicates whether the client is subscribed to everything.
    public let isWildcard: Bool
    /// The number of names of the client.
    public let resourceCount: Int
    /// The names, ascending, up to the limit of the query.
    public let resources: [Resource]
    /// The number of responses sent.
    public let pushes: Int
    /// The number of responses acknowledged.
    public let acknowledgements: Int
    /// The number of responses rejected.
    public let rejections: Int
    /// The number of bytes sent.
    public let bytes: Int
    /// The number of bytes in the stream's queue.
    public let queuedBytes: Int
    /// The time since when the client is slow, in milliseconds since 1970; nil if it is not.
    public let slowSince: Int64?
    /// The last rejection.
    public let lastRejection: RejectionReport?
}
