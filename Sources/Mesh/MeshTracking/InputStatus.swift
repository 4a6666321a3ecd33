/// How everything that a server's mesh is made of is doing; a value that is passed around.
public struct InputStatus: Hashable, Sendable {
    /// The sources, in the order in which they were named first.
    public var sources: [SourceStatus] = []
    /// Whether the newest state of all sources is what is served.
    public var isUsed = false
    /// Why it is not; nil when it is, or before the first state.
    public var failure: String?
    /// States that were made of the sources and put in place.
    public var goodStates = 0
    /// States that could not be made.
    public var failedStates = 0

    /// Makes the status of a server that has not looked at anything yet.
    public init() {}

    /// Whether every source was heard completely, and what they said is served.
    public var isReady: Bool { isUsed && !sources.isEmpty && sources.allSatisfy(\.isSynced) }
}

/// How one source of a mesh is doing: a directory, or the API server of a live cluster.
public struct SourceStatus: Hashable, Sendable {
    /// What a source is.
    public enum Kind: String, Hashable, Sendable {
        /// A mesh directory.
        case directory
        /// The mesh that comes with the program.
        case bundled
        /// The API server of a cluster.
        case cluster
    }

    /// Where a source stands.
    public enum Phase: String, Hashable, Sendable {
        /// Not everything was heard yet, and nothing went wrong.
        case connecting
        /// Everything was heard, and changes are.
        case synced
        /// Nothing was ever heard completely, and the source does not answer.
        case unreachable
        /// Everything was heard once, and now changes are not: the last state stays in use.
        case stale
        /// The newest state is unusable: the one before stays in use.
        case broken
    }

    /// How many objects of one kind there are.
    public struct Count: Hashable, Sendable {
        /// The kind's name.
        public let kind: String
        /// How many.
        public let count: Int

        /// Counts objects of a kind.
        public init(_ kind: String, _ count: Int) {
            self.kind = kind
            self.count = count
        }
    }

    /// What tells the source from others: the path of a directory, or the id of a cluster.
    public var id: String
    /// What the source is.
    public var kind: Kind
    /// Where it is: a path, or the URL of a server.
    public var location: String
    /// Where it stands.
    public var phase: Phase
    /// Whether everything was heard at least once.
    public var isSynced: Bool
    /// When it was last heard or read, in milliseconds since 1970; nil for never.
    public var lastHeard: Int64?
    /// When it last said something new, in milliseconds since 1970; nil for never.
    public var lastChange: Int64?
    /// What went wrong last, with file, line and column where there are such; stays when all is well again.
    public var lastError: String?
    /// When that was, in milliseconds since 1970.
    public var lastErrorTime: Int64?
    /// What is passed over, and other remarks.
    public var problems: [String]
    /// The objects by kind, ascending by name.
    public var objects: [Count]
    /// When the credentials run out, in milliseconds since 1970; nil when nobody says.
    public var credentialsExpiry: Int64?

    /// Makes the status of a source of which nothing is known yet.
    public init(id: String, kind: Kind, location: String) {
        self.id = id
        self.kind = kind
        self.location = location
        phase = .connecting
        isSynced = false
        problems = []
        objects = []
    }
}
