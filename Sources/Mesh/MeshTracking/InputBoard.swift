public import DiscoveryServer
internal import Synchronization

/// Where the status of the input is kept for everybody to read; safe to use from any thread.
public final class InputBoard: Sendable {
    private let status = Mutex(InputStatus())
    private let live = Mutex<(@Sendable () -> [SourceStatus])?>(nil)
    private let now: @Sendable () -> Int64
    /// What is told that something is different.
    public let activity: ServerActivity

    /// Makes a board.
    ///
    /// - Parameters:
    ///   - activity: what is told that something is different.
    ///   - now: the time of day, in milliseconds since 1970.
    public init(activity: ServerActivity = ServerActivity(), now: @escaping @Sendable () -> Int64) {
        self.activity = activity
        self.now = now
    }

    /// The time of day, in milliseconds since 1970.
    public var time: Int64 { now() }

    /// What is known now.
    ///
    /// Of sources that tell of themselves, what they say now.
    public var current: InputStatus {
        let own = live.withLock { $0 }?() ?? []
        var current = status.withLock { $0 }
        for source in own {
            if let index = current.sources.firstIndex(where: { $0.id == source.id }) {
                current.sources[index] = source
            } else {
                current.sources.append(source)
            }
        }
        return current
    }

    /// Asks sources that know it how they are doing, whenever somebody looks.
    ///
    /// - Parameter statuses: called on any thread; what it tells of a source goes before what was set for its id.
    public func follow(_ statuses: @escaping @Sendable () -> [SourceStatus]) { live.withLock { $0 = statuses } }

    private func revise(_ revision: (inout InputStatus) -> Void) {
        status.withLock { revision(&$0) }
        activity.note(.sources)
    }

    /// Puts the status of a source in the place of the one before, or behind those of all others if it is new.
    public func set(_ source: SourceStatus) {
        revise { status in
            if let index = status.sources.firstIndex(where: { $0.id == source.id }) {
                status.sources[index] = source
            } else {
                status.sources.append(source)
            }
        }
    }

    /// Changes the status of a source that is known; does nothing for any other.
    ///
    /// - Parameter change: gets the status and the time.
    public func update(_ id: String, _ change: (inout SourceStatus, Int64) -> Void) {
        let time = now()
        revise { status in
            guard let index = status.sources.firstIndex(where: { $0.id == id }) else { return }
            change(&status.sources[index], time)
        }
    }

    /// Forgets a source.
    public func remove(_ id: String) { revise { status in status.sources.removeAll { $0.id == id } } }

    /// A source was read or heard completely.
    public func heard(_ id: String, objects: [SourceStatus.Count], problems: [String] = []) {
        update(id) { source, time in
            (source.phase, source.isSynced) = (.synced, true)
            (source.lastHeard, source.lastChange) = (time, time)
            (source.objects, source.problems) = (objects, problems)
        }
    }

    /// What a source says cannot be used, and what it said before stays in use.
    public func failed(_ id: String, because error: String) {
        update(id) { source, time in
            source.phase = source.isSynced ? .broken : .unreachable
            (source.lastError, source.lastErrorTime) = (error, time)
        }
    }

    /// A state was made of all sources and put in place.
    public func madeState() {
        revise { status in
            (status.isUsed, status.failure) = (true, nil)
            status.goodStates += 1
        }
    }

    /// All sources are as they were: what is served is the newest.
    public func foundNothingNew() { revise { ($0.isUsed, $0.failure) = (true, nil) } }

    /// No state could be made of the sources; the one before stays in place.
    public func failedState(because error: String) {
        revise { status in
            (status.isUsed, status.failure) = (false, error)
            status.failedStates += 1
        }
    }
}
