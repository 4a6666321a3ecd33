/// The status of all sources of a server's mesh.
public struct InputStatus: Hashable, Sendable {
    /// The sources, in the order in which they were added.
    public var sources: [SourceStatus] = []
    /// A Boolean value that indicates whether the newest state of all sources is served.
    public var isUsed = false
    /// The reason that it is not; nil if it is, or before the first state.
    public var failure: String?
    /// The number of states that were made and placed.
    public var goodStates = 0
    /// The number of states that could not be made.
    public var failedStates = 0

    /// Makes the status of a server that has read no source yet.
    public init() {}

    /// A Boolean value that indicates whether the initial sync of every source is complete and its content is served.
    public var isReady: Bool { isUsed && !sources.isEmpty && sources.allSatisfy(\.isSynced) }
}

/// The status of one source of a mesh: a directory, or the API server of a live cluster.
public struct SourceStatus: Hashable, Sendable {
    /// The kind of a source.
    public enum Kind: String, Hashable, Sendable {
        /// A mesh directory.
        case directory
        /// The mesh that is bundled with the program.
        case bundled
        /// The API server of a cluster.
        case cluster
        /// The remote secrets of a cluster.
        case secrets
    }

    /// The phase of a source.
    public enum Phase: String, Hashable, Sendable {
        /// The initial sync is not complete, and no error occurred.
        case connecting
        /// The initial sync is complete, and changes are received.
        case synced
        /// The initial sync was never complete, and the source cannot be reached.
        case unreachable
        /// The initial sync was complete once, and changes are not received now: the last state stays in use.
        case stale
        /// The newest state is invalid: the previous one stays in use.
        case broken
    }

    /// The number of objects of one kind.
    public struct Count: Hashable, Sendable {
        /// The name of the kind.
        public let kind: String
        /// The number of objects.
        public let count: Int

        /// Makes a count.
        public init(_ kind: String, _ count: Int) {
            self.kind = kind
            self.count = count
        }
    }

    /// The unique id: the path of a directory, or the id of a cluster.
    public var id: String
    /// The kind of the source.
    public var kind: Kind
    /// The location: a path, or the URL of a server.
    public var location: String
    /// The phase of the source.
    public var phase: Phase
    /// A Boolean value that indicates whether the initial sync was complete at least once.
    public var isSynced: Bool
    /// The time of the last data from the source, in milliseconds since 1970; nil for never.
    public var lastHeard: Int64?
    /// The time of the last change, in milliseconds since 1970; nil for never.
    public var lastChange: Int64?
    /// The last error, with file, line and column if available; kept after recovery.
    public var lastError: String?
    /// The time of that error, in milliseconds since 1970.
    public var lastErrorTime: Int64?
    /// Skipped objects and other problems.
    public var problems: [String]
    /// The number of objects that cannot be read, each of which is one of the problems.
    public var unreadableObjects: Int
    /// The objects by kind, ascending by name.
    public var objects: [Count]
    /// The expiry of the credentials, in milliseconds since 1970; nil if unknown.
    public var credentialsExpiry: Int64?

    /// Makes the status of a source that has not been read yet.
    public init(id: String, kind: Kind, location: String) {
        self.id = id
        self.kind = kind
        self.location = location
        phase = .connecting
        isSynced = false
        problems = []
        unreadableObjects = 0
        objects = []
    }
}
