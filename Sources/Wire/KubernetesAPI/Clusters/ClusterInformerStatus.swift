public import MeshModel
public import MeshSources

/// The status of the source of one cluster.
public struct ClusterInformerStatus: Sendable {
    /// The phase of a source.
    public enum Phase: String, Hashable, Sendable, CaseIterable {
        /// The initial sync is not complete, and no error occurred.
        case connecting
        /// The initial sync is complete, and watches are open.
        case synced
        /// The initial sync is not complete, and the server cannot be reached.
        case unreachable
        /// The initial sync was complete once; now at least one kind is not watched, and the last state is kept.
        case stale
    }

    /// An error of the source.
    public struct Failure: Hashable, Sendable {
        /// The error; never contains credentials.
        public let error: KubernetesError
        /// The requested resource, such as `pods`.
        public let subject: String
        /// The time of the error, in milliseconds since 1970.
        public let time: Int64
    }

    /// The id of the cluster.
    public let cluster: ClusterID
    /// The server's URL.
    public let server: String
    /// The place where it is configured: a file and a context, or a Secret and a key.
    public let origin: String
    /// A Boolean value that indicates whether the server's certificate is verified.
    public let verifiesServer: Bool
    /// The phase of the source.
    public var phase = Phase.connecting
    /// A Boolean value that indicates whether the initial sync was complete once.
    public var isSynced = false
    /// The time of the last data from the server (an event, a bookmark, a page), in milliseconds since 1970; 0 for
    /// never.
    public var lastHeard: Int64 = 0
    /// The time of the last complete list of any kind, in milliseconds since 1970; 0 for never.
    public var lastListed: Int64 = 0
    /// The number of objects of each kind, by kind.
    public var objects: [(kind: ObjectKind, count: Int)] = []
    /// The number of resumed watches.
    public var reconnects = 0
    /// The number of relists.
    public var relists = 0
    /// The last error, even if the source has recovered.
    public var lastFailure: Failure?
    /// The kinds that are not watched at present, with the errors, by kind.
    public var failures: [(kind: ObjectKind, error: KubernetesError)] = []
    /// The kinds that the server does not permit, by kind.
    public var forbidden: [ObjectKind] = []
    /// The kinds that are not installed, by kind.
    public var absent: [ObjectKind] = []
    /// The expiry of the credentials, in milliseconds since 1970; nil if unknown.
    public var credentialsExpiry: Int64?
    /// The error of the new connection during a credential rotation; nil if there is no rotation or no known error.
    public var rotationFailure: KubernetesError?

    init(cluster: ClusterID, access: ClusterAccess) {
        self.cluster = cluster
        server = access.server.description
        origin = access.origin
        verifiesServer = access.verifiesServer
    }
}
