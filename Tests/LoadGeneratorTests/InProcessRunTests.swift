import DiscoveryServer
import GRPCTransport
import Logging
import MeshModel
import MeshSources
import NIOConcurrencyHelpers
import NIOCore
import Testing

@testable import LoadGenerator

@Suite("A run against a server in this process reaches every client")
struct InProcessRunTests {
    /// A server of a folder, which it reads when it is told.
    private struct FolderServer {
        let folder: MeshFolder
        let server: DiscoveryServer
        let failures = NIOLockedValueBox<[String]>([])

        init() async throws {
            folder = try MeshFolder(copying: Repository.example)
            server = try await DiscoveryServer.start(
                serving: try Self.mesh(folder),
                on: .hostname("127.0.0.1", port: 0),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
        }

        static func mesh(_ folder: MeshFolder) throws -> ServedMesh {
            try ServedMesh(try MeshDirectoryReader().read(directory: folder.path), semantics: .standard)
        }

        @Sendable func reload(_ change: Change?) {
            do {
                server.update(to: try Self.mesh(folder))
            } catch {
                failures.withLockedValue { $0.append("\(error)") }
            }
        }

        func run(_ plan: LoadPlan) async throws -> LoadReport {
            let run = LoadRun(plan, surroundings: LoadRun.Surroundings(didEdit: reload))
            let report: LoadReport
            do {
                report = try await run.run()
            } catch {
                try await stop()
                throw error
            }
            try await stop()
            return report
        }

        private func stop() async throws {
            try await server.close()
            folder.remove()
        }
    }

    private func plan(_ server: FolderServer, editing: Bool) throws -> LoadPlan {
        let port = try #require(server.server.localAddress?.port)
        let folder = server.folder.path
        var plan = LoadPlan(target: .address(host: "127.0.0.1", port: port, editing: editing ? folder : nil))
        plan.meshDirectory = folder
        plan.services = 6
        plan.endpoints = AmountDistribution(1...8)
        plan.connections = 8
        plan.subscriptions = AmountDistribution(2...4)
        plan.protocols = ClientProtocol.allCases
        plan.warmUp = 100_000_000
        plan.duration = 600_000_000
        plan.connectTimeout = 60_000_000_000
        plan.settle = 60_000_000_000
        return plan
    }

    @Test("All kinds of change, over all protocols, with full nodes")
    func changes() async throws {
        let server = try await FolderServer()
        var plan = try plan(server, editing: true)
        plan.rate = 40
        plan.changes = ChangeMix(ChangeKind.allCases)
        plan.hasFullNodes = true
        plan.repeatsNode = true
        let report = try await server.run(plan)
        #expect(server.failures.withLockedValue { $0 } == [])
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

    @Test("A server that is only watched gets no files, and its clients first assignments")
    func watching() async throws {
        let server = try await FolderServer()
        var plan = try plan(server, editing: false)
        plan.nodes = .declared
        plan.duration = 50_000_000
        let report = try await server.run(plan)
        #expect(report[.subscriptions] == 8)
        #expect(report[.subscriptionsUpToDate] == 8)
        #expect(report[.connectToFirst].count == 8)
        #expect(report[.changesPlanned] == 0)
        #expect(report[.receiptsExpected] == 0)
    }

    @Test("A port where nobody listens is an error, not a report")
    func nobody() async throws {
        let server = try await FolderServer()
        let plan = try plan(server, editing: false)
        try await server.server.close()
        await #expect(throws: LoadError.self) { try await LoadRun(plan).run() }
        server.folder.remove()
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
