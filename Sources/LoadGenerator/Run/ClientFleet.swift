internal import NIOCore
internal import Synchronization

/// All connections of a run.
final class ClientFleet: Sendable {
    private let loops: [any EventLoop]
    private let recorders: [Recorder]
    private let setup: LoadSetup
    private let address: SocketAddress
    private let connections = Mutex<[ClientConnection]>([])

    init(_ setup: LoadSetup, to address: SocketAddress, on loops: [any EventLoop]) {
        self.setup = setup
        self.address = address
        self.loops = loops
        let empty = Recording(
            changes: setup.context.ledger.schedule.changes.count,
            stallAfter: setup.context.plan.stallAfter
        )
        recorders = loops.map { _ in Recorder(empty) }
    }

    /// Opens every connection at its time.
    func connect() async {
        let start = RunClock.now
        await withTaskGroup { group in
            for index in setup.context.roster.connections.indices {
                let rate = setup.context.plan.connectRate
                let intended = start + (rate > 0 ? Int64(Double(index) * 1e9 / rate) : 0)
                group.addTask { await self.connect(index, at: intended) }
            }
        }
    }

    /// Whether no connection could be opened.
    var isEmpty: Bool { connections.withLock { $0.isEmpty } }

    /// Closes everything; what was recorded, merged.
    func conclude() async -> Recording {
        await withTaskGroup { group in
            for connection in connections.withLock({ $0 }) { group.addTask { await connection.conclude() } }
        }
        var merged = Recording(changes: setup.context.ledger.schedule.changes.count, stallAfter: 0)
        for recorder in recorders { merged.add(recorder.current) }
        return merged
    }

    private func connect(_ index: Int, at intended: Int64) async {
        let wait = intended - RunClock.now
        if wait > 0 { try? await Task.sleep(for: .nanoseconds(wait)) }
        guard !Task.isCancelled else { return }
        let roster = setup.context.roster.connections[index]
        let recorder = recorders[index % recorders.count]
        do {
            let connection = try await ClientConnection.open(
                roster,
                nodes: roster.streams.map { setup.nodes[$0.node] },
                to: address,
                on: loops[index % loops.count],
                connectTime: intended,
                context: setup.context,
                recorder: recorder
            )
            connections.withLock { $0.append(connection) }
        } catch {
            recorder.update { $0[.connectionFailures] += 1 }
            setup.context.progress.addFailure()
        }
    }
}
