import DiscoveryServer
import DiscoveryTestSupport
import GRPCTransport
import NIOCore
import Testing

@Suite("Clients that ask and do not read", .timeLimit(.minutes(2)))
struct SilentReaderTests {
    @Test("A client that asks again and again without reading is not answered further, and others are served")
    func silent() async throws {
        var mesh = TestMesh()
        // Some hundred kilobytes for every answer.
        for number in 0..<40 { mesh["s\(number)"] = (1...100).map { "10.1.\(number).\($0)" } }
        try await Bench.run(.streamAggregated, Bench.Setup(mesh: mesh)) { bench in
            let names = mesh.names
            var narrow = GRPCClientConfiguration()
            narrow.creditsAutomatically = false
            let silent = try await bench.connect(narrow)
            let stream = try await bench.sotw(on: silent)
            for _ in 0..<500 { try await stream.ask(names) }
            // An answer of another stream comes after everything that the loop did with the requests.
            try await bench.expectAlive()
            let report = try await bench.server.clients(ClientQuery()).first { $0.queuedBytes > 0 }
            let pushes = try #require(report?.pushes)
            #expect(pushes < 10, "answers wait until the client reads")
            // A message that was cut where the client's credit ended does not count as one that never completes.
            #expect(bench.server.connections.count >= 2)
            try await bench.expectAlive()
        }
    }
}
