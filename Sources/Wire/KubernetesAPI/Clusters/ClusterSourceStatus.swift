public import MeshModel
public import MeshSources

/// How the source of one cluster is doing.
public struct ClusterSourceStatus: Sendable {
    /// Where it stands.
    public enum Phase: String, Hashable, Sendable, CaseIterable {
        /// Not everything was listed yet, and nothing went wrong.
        case connecting
        /// Everything was listed, and changes are heard.
        case synced
        /// Not everything was listed, and the server cannot be asked.
        case unreachable
        /// Everything was listed once; now changes of at least one kind are not heard, and the last state stays.
        case stale
    }

    /// Something that went wrong.
    public struct Failure: Hashable, Sendable {
        /// What went wrong; never with credentials.
        public let error: KubernetesError
        /// What was asked for, such as `pods`.
        public let subject: String
        /// When, in milliseconds since 1970.
        public let time: Int64
    }

    /// The cluster.
    public let cluster: ClusterID
    /// The server's URL.
    public let server: String
    /// Where it is configured: a file and a context, or a Secret and a key.
    public let origin: String
    /// Whether the server's certificate is checked.
    public let verifiesServer: Bool
    /// Where it stands.
    public var phase = Phase.connecting
    /// Whether everything was listed once.
    public var isSynced = false
    /// When the server was heard last - an event, a bookmark, a page - in milliseconds since 1970; 0 for never.
    public var lastHeard: Int64 = 0
    /// When the last complete list of any kind came, in milliseconds since 1970; 0 for never.
    public var lastListed: Int64 = 0
    /// How many objects there are of each kind, by kind.
    public var objects: [(kind: ObjectKind, count: Int)] = []
    /// How often watches were resumed.
    public var reconnects = 0
    /// How often kinds were listed anew.
    public var relists = 0
    /// What went wrong last, even if all is well again.
    public var lastFailure: Failure?
    /// The kinds whose changes are not heard now, and why, by kind.
    public var failures: [(kind: ObjectKind, error: KubernetesError)] = []
    /// The kinds that the server does not permit, by kind.
    public var forbidden: [ObjectKind] = []
    /// The kinds that are not installed, by kind.
    public var absent: [ObjectKind] = []
    /// When the credentials run out, in milliseconds since 1970; nil when nobody says.
    public var credentialsExpiry: Int64?
    /// What goes wrong with another way to reach the cluster that is to replace this one; nil if there is none, or none is known.
    public var rotationFailure: KubernetesError?

    init(cluster: ClusterID, access: ClusterAccess) {
        self.cluster = cluster
        server = access.server.description
        origin = access.origin
        verifiesServer = access.verifiesServer
    }
}
