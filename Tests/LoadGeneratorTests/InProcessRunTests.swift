import DiscoveryServer
import Dispatch
import GRPCTransport
import Logging
import MeshModel
import MeshSources
import MeshViews
import NIOConcurrencyHelpers
import NIOCore
import Testing

@testable import LoadGenerator

@Suite("Load runs against a server in this process")
struct InProcessRunTests {
    /// A server of a folder that reloads on request.
    private final class FolderServer: Sendable {
        let folder: MeshFolder
        let port: Int
        let failures = NIOLockedValueBox<[String]>([])
        private let server: NIOLockedValueBox<DiscoveryServer>

        init() async throws {
            folder = try MeshFolder(copying: Repository.example)
            let server = try await Self.start(folder, port: 0)
            self.server = NIOLockedValueBox(server)
            port = try #require(server.localAddress?.port)
        }

        private static func start(_ folder: MeshFolder, port: Int) async throws -> DiscoveryServer {
            try await DiscoveryServer.start(
                serving: try mesh(folder),
                on: .hostname("127.0.0.1", port: port),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
        }

        private static func mesh(_ folder: MeshFolder) throws -> MeshState {
            try MeshState(try MeshDirectoryReader().read(directory: folder.path), semantics: .standard)
        }

        /// Reads and serves under one lock, so that an older reading never replaces a newer one.
        @Sendable func reload(_ change: Change?) {
            server.withLockedValue { server in
                do {
                    server.update(to: try Self.mesh(folder))
                } catch {
                    failures.withLockedValue { $0.append("\(error)") }
                }
            }
        }

        /// Closes all connections, and listens again on the same port.
        func restart() async throws {
            try await server.withLockedValue { $0 }.close()
            let next = try await Self.start(folder, port: port)
            server.withLockedValue { $0 = next }
            reload(nil)
        }

        func stop() async throws {
            try await server.withLockedValue { $0 }.close()
            folder.remove()
        }
    }

    private func run(
        _ plan: LoadPlan,
        on server: FolderServer,
        didEdit: @escaping @Sendable (Change?) -> Void = { _ in }
    ) async throws -> LoadReport {
        let surroundings = LoadRun.Surroundings(didEdit: { change in
            server.reload(change)
            didEdit(change)
        })
        let report: LoadReport
        do {
            report = try await LoadRun(plan, surroundings: surroundings).run()
        } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
        #expect(server.failures.withLockedValue { $0 } == [])
        return report
    }

    private func plan(_ server: FolderServer, editing: Bool) -> LoadPlan {
        let folder = server.folder.path
        var plan = LoadPlan(target: .address(host: "127.0.0.1", port: server.port, editing: editing ? folder : nil))
        plan.meshDirectory = folder
        plan.services = 6
        plan.endpoints = AmountDistribution(1...8)
        plan.connections = 8
        plan.subscriptions = AmountDistribution(2...4)
        plan.protocols = ClientProtocol.allCases
        plan.warmUp = 100_000_000
        plan.duration = 600_000_000
        plan.connectTimeout = 60_000_000_000
        plan.noticeTime = 0
        plan.settle = 60_000_000_000
        return plan
    }

    @Test("A run makes all kinds of change, over all protocols, with full nodes")
    func changes() async throws {
        let server = try await FolderServer()
        var plan = plan(server, editing: true)
        plan.rate = 40
        plan.changes = ChangeMix(ChangeKind.allCases)
        plan.hasFullNodes = true
        plan.repeatsNode = true
        let report = try await run(plan, on: server)
        #expect(report[.connections] == 8)
        #expect(report[.subscriptions] >= 16)
        #expect(report[.changesMade] == 27)
        #expect(report[.changesMade] == report[.changesPlanned])
        #expect(report[.subscriptionsUpToDate] == report[.subscriptions])
        #expect(report[.receiptsExpected] > 0)
        #expect(report[.receipts] == report[.receiptsExpected])
        #expect(report[.receiptsMissed] == 0)
        #expect(report[.nacks] == 0)
        #expect(report[.acks] == report[.responses])
        #expect(report[.streamFailures] == 0)
        #expect(report[.requests] == report[.streams] + report[.acks])
        #expect(report[.bytesSent] > 55_000 * report[.requests])
        #expect(report[.fanOutsComplete] == report[.fanOut].count)
        #expect(report[.changeToAck].count == report[.receipts])
        expectOrder(report)
    }

    @Test("A server that is only watched gets no files, and its clients receive first assignments")
    func watching() async throws {
        let server = try await FolderServer()
        var plan = plan(server, editing: false)
        plan.nodes = .declared
        plan.duration = 50_000_000
        let report = try await run(plan, on: server)
        #expect(report[.subscriptions] == 8)
        #expect(report[.subscriptionsUpToDate] == 8)
        #expect(report[.connectToFirst].count == 8)
        #expect(report[.changesPlanned] == 0)
        #expect(report[.receiptsExpected] == 0)
    }

    @Test("A port without a listener is an error, not a report")
    func nobody() async throws {
        let server = try await FolderServer()
        let plan = plan(server, editing: false)
        try await server.stop()
        var without = plan
        without.meshDirectory = Repository.example
        await #expect(throws: LoadError.self) { try await LoadRun(without).run() }
    }

    @Test("Clients reconnect after a restart of the server, and receive every final state")
    func restart() async throws {
        let server = try await FolderServer()
        var plan = plan(server, editing: true)
        plan.rate = 20
        let (halts, continuation) = AsyncStream.makeStream(of: Void.self)
        let isBack = DispatchSemaphore(value: 0)
        let restarted = Task {
            for await _ in halts {
                defer { isBack.signal() }
                try await server.restart()
            }
        }
        let report = try await run(plan, on: server) { change in
            guard change?.index == 4 else { return }
            continuation.yield()
            // Blocks the thread of the changes only: later changes wait until the server is back.
            isBack.wait()
        }
        continuation.finish()
        try await restarted.value
        #expect(report[.streamFailures] >= report[.streams])
        #expect(report[.streamsReopened] > 0)
        #expect(report[.connections] > 8)
        #expect(report[.subscriptionsUpToDate] == report[.subscriptions])
        #expect(report[.receiptsMissed] == 0)
        #expect(report[.nacks] == 0)
    }

    private func expectOrder(_ report: LoadReport) {
        for latency in [Latency.connectToFirst, .changeToReceipt, .changeToAck, .fanOut, .changeLag] {
            let figures = [0, 50, 90, 99, 99.9, 99.99, 100].compactMap {
                report[latency].nanoseconds(atPercentile: $0)
            }
            #expect(figures.count == 7, "\(latency)")
            #expect(figures == figures.sorted(), "\(latency)")
        }
        for percent in [50.0, 99] {
            let receipt = report[.changeToReceipt].nanoseconds(atPercentile: percent) ?? .max
            #expect(receipt <= report[.changeToAck].nanoseconds(atPercentile: percent) ?? 0)
        }
    }
}
