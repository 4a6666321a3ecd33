internal import Synchronization

/// The store of the input's status; safe to use from any thread.
public final class SourceStatusStore: Sendable {
    private let status = Mutex(InputStatus())
    private let live = Mutex<(@Sendable () -> [SourceStatus])?>(nil)
    private let now: @Sendable () -> Int64
    private let onChange: @Sendable () -> Void

    /// Makes a store.
    ///
    /// - Parameters:
    /// - onChange: called on any thread after every change.
    /// - now: returns the time of day, in milliseconds since 1970.
    public init(onChange: @escaping @Sendable () -> Void = {}, now: @escaping @Sendable () -> Int64) {
        self.onChange = onChange
        self.now = now
    }

    /// The time of day, in milliseconds since 1970.
    public var time: Int64 { now() }

    /// The current status.
    ///
    /// Sources that report their status themselves are queried on each access.
    public var current: InputStatus {
        let own = live.withLock { $0 }?() ?? []
        var current = status.withLock { $0 }
        for var source in own {
            // A live source reports its requests; the objects in them are read by the owner of the mesh.
            if let index = current.sources.firstIndex(where: { $0.id == source.id }) {
                let read = current.sources.remove(at: index)
                source.problems += read.problems
                source.unreadableObjects += read.unreadableObjects
            }
            current.sources.append(source)
        }
        return current
    }

    /// Sets a closure that returns the status of live sources, called on each access.
    ///
    /// - Parameter statuses: called on any thread; its result for an id takes precedence over what was set.
    public func follow(_ statuses: @escaping @Sendable () -> [SourceStatus]) { live.withLock { $0 = statuses } }

    /// Returns true if a source was set, other than by ``follow(_:)``.
    public func contains(_ id: String) -> Bool { status.withLock { $0.sources.contains { $0.id == id } } }

    private func revise(_ revision: (inout InputStatus) -> Void) {
        status.withLock { revision(&$0) }
        onChange()
    }

    /// Sets the status of a source, replacing the previous one or appending a new one.
    public func set(_ source: SourceStatus) {
        revise { status in
            if let index = status.sources.firstIndex(where: { $0.id == source.id }) {
                status.sources[index] = source
            } else {
                status.sources.append(source)
            }
        }
    }

    /// Changes the status of a known source; no effect for other ids.
    ///
    /// - Parameter change: receives the status and the time.
    public func update(_ id: String, _ change: (inout SourceStatus, Int64) -> Void) {
        let time = now()
        revise { status in
            guard let index = status.sources.firstIndex(where: { $0.id == id }) else { return }
            change(&status.sources[index], time)
        }
    }

    /// Removes a source.
    public func remove(_ id: String) { revise { status in status.sources.removeAll { $0.id == id } } }

    /// Records that a source was read completely.
    public func recordSync(
        _ id: String,
        objects: [SourceStatus.Count],
        problems: [String] = [],
        unreadableObjects: Int = 0
    ) {
        update(id) { source, time in
            (source.phase, source.isSynced) = (.synced, true)
            (source.lastHeard, source.lastChange) = (time, time)
            (source.objects, source.problems, source.unreadableObjects) = (objects, problems, unreadableObjects)
        }
    }

    /// Records that a source is invalid; its previous content stays in use.
    public func recordFailure(_ id: String, because error: String) {
        update(id) { source, time in
            source.phase = source.isSynced ? .broken : .unreachable
            (source.lastError, source.lastErrorTime) = (error, time)
        }
    }

    /// Records that a state was made of all sources and placed.
    public func madeState() {
        revise { status in
            (status.isUsed, status.failure) = (true, nil)
            status.goodStates += 1
        }
    }

    /// Records that the sources are unchanged: the newest state is served.
    public func foundNothingNew() { revise { ($0.isUsed, $0.failure) = (true, nil) } }

    /// Records that no state could be made of the sources; the previous one stays in place.
    public func failedState(because error: String) {
        revise { status in
            (status.isUsed, status.failure) = (false, error)
            status.failedStates += 1
        }
    }
}
