internal import MeshModel
internal import MeshSources
internal import Synchronization

/// The queue of events that were not consumed yet.
///
/// Slow consumers see coalesced updates: only the latest state per object is queued.
final class CoalescingEventQueue: Sendable {
    /// The pending events of one cluster, in the order in which they are delivered.
    private struct Pending: Sendable {
        var isRemoved = false
        var isAdded = false
        var isReplaced = false
        var updates = PendingUpdates()
        var isSynced = false
        var hasStatus = false

        func events(_ id: ClusterID) -> [SourceEvent] {
            var events: [SourceEvent] = []
            if isRemoved { events.append(.changed(.removed(id))) }
            if isAdded { events.append(.changed(.added(id))) }
            if isReplaced {
                events.append(.changed(.replaced(id, ClusterContent(applying: updates.updates))))
            } else if !updates.isEmpty {
                events.append(.changed(.updated(id, updates.updates)))
            }
            if isSynced { events.append(.changed(.synced(id))) }
            if hasStatus { events.append(.statusChanged(id)) }
            return events
        }
    }

    private let clusters = Mutex<[ClusterID: Pending]>([:])
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    init() { (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func add(_ id: ClusterID) { change(id) { $0.isAdded = true } }

    func remove(_ id: ClusterID) {
        clusters.withLock { clusters in
            // A consumer that never saw the cluster needs no removal.
            let pending = clusters[id]
            let isUnheard = pending.map { $0.isAdded && !$0.isRemoved } ?? false
            clusters[id] = isUnheard ? nil : Pending(isRemoved: true)
        }
        wake.yield()
    }

    func update(_ id: ClusterID, _ updates: [ClusterUpdate]) {
        change(id) { pending in for update in updates { pending.updates.add(update) } }
    }

    func sync(_ id: ClusterID) { change(id) { $0.isSynced = true } }

    /// Replaces everything that was delivered and everything that is pending by other content.
    func replace(_ id: ClusterID, with content: PendingUpdates) {
        change(id) { pending in
            pending.updates = content
            pending.isReplaced = true
        }
    }

    func publishStatus(_ id: ClusterID) { change(id) { $0.hasStatus = true } }

    /// Waits for events; nil if there will be no more.
    func next() async -> [SourceEvent]? {
        for await _ in wakes {
            let taken = clusters.withLock { clusters in
                defer { clusters = [:] }
                return clusters
            }
            let events = taken.sorted { $0.key < $1.key }.flatMap { $0.value.events($0.key) }
            if !events.isEmpty { return events }
        }
        return nil
    }

    /// Ends the queue.
    func finish() { wake.finish() }

    private func change(_ id: ClusterID, _ body: (inout Pending) -> Void) {
        clusters.withLock { body(&$0[id, default: Pending()]) }
        wake.yield()
    }
}
