import EnvoyHarness
import Foundation
import Testing

@Suite("The command shares judges assignments without a mesh")
struct SharesCommandTests {
    private static let assignment = "Docs/shares/assignment.json"

    private func addresses(_ arguments: String...) throws -> [String: (intended: Double, real: Double)] {
        let run = try CommandRun(["shares", "--assignment", Self.assignment, "-o", "json"] + arguments)
        let document = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
        let entries = try #require(document["addresses"] as? [[String: Any]])
        var result: [String: (intended: Double, real: Double)] = [:]
        for entry in entries {
            let address = try #require(entry["address"] as? String)
            let intended = try #require(entry["intended"] as? Double)
            result[address] = (intended, try #require(entry["real"] as? Double))
        }
        return result
    }

    @Test("A gateway under LEAST_REQUEST gets its weight when idle and less than a third under load")
    func leastRequest() throws {
        let idle = try addresses("--cluster", "Docs/shares/least-request.json")
        let gateway = try #require(idle["203.0.113.10:15443"])
        #expect(abs(gateway.intended - 3.0 / 7) < 1e-6)
        #expect(abs(gateway.real - 3.0 / 7) < 1e-6)
        let busy = try addresses("--cluster", "Docs/shares/least-request.json", "--in-flight", "16")
        #expect(abs(try #require(busy["203.0.113.10:15443"]).real - 0.316) < 0.001)
    }

    @Test("A gRPC client ignores weights of endpoints")
    func grpc() throws {
        let shares = try addresses("--client", "grpc")
        #expect(shares.count == 5)
        #expect(shares.values.allSatisfy { abs($0.real - 0.2) < 1e-6 })
    }

    @Test("Wrong input is reported with its file, line and column")
    func wrongInput() throws {
        let run = try CommandRun("shares", "--assignment", "Docs/shares/least-request.json")
        #expect(run.status == 3)
        #expect(run.errors.contains("Docs/shares/least-request.json:1:1: neither clusterName nor endpoints found"))
    }
}
