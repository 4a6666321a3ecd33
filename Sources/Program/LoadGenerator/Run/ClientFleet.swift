internal import NIOCore
internal import Synchronization

/// All connections of a run.
final class ClientFleet: Sendable {
    private let recorders: [Recorder]
    private let setup: LoadSetup
    private let connections: [ClientConnection]
    private let keepers = Mutex<[Task<Void, Never>]>([])
    private let opened = Atomic<Int>(0)
    private let start: Int64

    init(_ setup: LoadSetup, to address: SocketAddress, on loops: [any EventLoop]) {
        self.setup = setup
        let empty = Recording(
            changes: setup.context.ledger.schedule.changes.count,
            stallAfter: setup.context.plan.stallAfter
        )
        let recorders = loops.map { _ in Recorder(empty) }
        let start = RunClock.now
        self.recorders = recorders
        self.start = start
        connections = setup.context.roster.connections.enumerated().map { index, roster in
            ClientConnection(
                roster,
                nodes: roster.streams.map { setup.nodes[$0.node] },
                to: address,
                on: loops[index % loops.count],
                connectTime: start + Self.delay(index, setup.context.plan.connectRate),
                context: setup.context,
                recorder: recorders[index % recorders.count]
            )
        }
    }

    /// Opens every connection at its time, and keeps it open.
    func connect() async {
        await withTaskGroup { group in
            for (index, connection) in connections.enumerated() {
                let intended = start + Self.delay(index, setup.context.plan.connectRate)
                group.addTask { await self.connect(connection, at: intended) }
            }
        }
        let tasks = connections.map { connection in Task { await connection.keep() } }
        keepers.withLock { $0 = tasks }
    }

    /// A Boolean value that indicates whether no connection could be opened.
    var isEmpty: Bool { opened.load(ordering: .acquiring) == 0 }

    /// Closes all connections and returns the merged recordings.
    func conclude() async -> Recording {
        let keepers = keepers.withLock { $0 }
        for keeper in keepers { keeper.cancel() }
        await withTaskGroup { group in
            for connection in connections { group.addTask { await connection.conclude() } }
        }
        for keeper in keepers { await keeper.value }
        var merged = Recording(changes: setup.context.ledger.schedule.changes.count, stallAfter: 0)
        for recorder in recorders { merged.add(recorder.current) }
        return merged
    }

    private func connect(_ connection: ClientConnection, at intended: Int64) async {
        let wait = intended - RunClock.now
        if wait > 0 { try? await Task.sleep(for: .nanoseconds(wait)) }
        guard !Task.isCancelled else { return }
        if await connection.open() { opened.add(1, ordering: .releasing) }
    }

    /// Returns the delay of a connection after the first, in nanoseconds.
    private static func delay(_ index: Int, _ rate: Double) -> Int64 {
        rate > 0 ? Int64(Double(index) * 1e9 / rate) : 0
    }
}
