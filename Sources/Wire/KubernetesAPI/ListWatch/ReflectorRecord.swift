/// The status of one kind of one cluster.
struct ReflectorRecord: Sendable {
    /// The state of a kind.
    enum Status: Hashable, Sendable {
        /// It was not listed yet.
        case pending
        /// It was listed and is watched.
        case listed
        /// It is forbidden.
        case forbidden
        /// It is not installed.
        case absent
    }

    var status = Status.pending
    /// The number of objects.
    var objects = 0
    var relists = 0
    var reconnects = 0
    /// The current error; nil if there is none.
    var failure: KubernetesError?
    /// The time of the last data from the server, in milliseconds since 1970; 0 for never.
    var lastHeard: Int64 = 0
    /// The time of the last complete list.
    var lastListed: Int64 = 0

    /// Records an event, its result and the state after it.
    mutating func update<Item>(
        _ event: ListWatchStateMachine<Item>.Event,
        _ reaction: ListWatchStateMachine<Item>.Reaction,
        _ reflection: ListWatchStateMachine<Item>,
        at now: Int64
    ) {
        switch event {
        case .page, .verified, .line, .opened: lastHeard = now
        default: break
        }
        if reaction.updates.contains(where: \.isReplacement) { lastListed = now }
        objects = reflection.sizes.count
        relists = reflection.relists
        reconnects = reflection.reconnects
        failure = reflection.failure
        status = reflection.status
    }
}
