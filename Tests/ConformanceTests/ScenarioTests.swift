import DiscoveryTestSupport
import Testing

// Serialized: with hundreds of servers at once the tested timeouts would be exceeded.
@Suite("Conformance scenarios over a socket", .serialized, .timeLimit(.minutes(1)))
struct ScenarioTests {
    @Test("The server meets each scenario on every stream that it names", arguments: ScenarioCase.all)
    func scenario(_ scenario: ScenarioCase) async throws {
        try await Bench.run(scenario.variant, scenario.setup, scenario.body)
    }

    @Test("The table has every scenario once")
    func complete() {
        let ids = Scenario.table.map(\.id)
        #expect(ids == Scenario.expectedIDs)
    }

    @Test("Docs/protocol.md lists the same scenarios with the same verdicts, and says what each requires")
    func documented() throws {
        let document = try ScenarioDocument()
        #expect(document.rows.map(\.line) == Scenario.table.map(\.line))
        #expect(document.rows.allSatisfy { $0.requirement.hasSuffix(".") })
    }
}

extension Scenario {
    /// Every scenario, in the order of `Docs/protocol.md`.
    static let table = harness + goControlPlane + otherServers + transport + sotw + delta + rest + load

    /// The ids of the scenarios.
    static let expectedIDs: [String] = {
        let ranges: [(String, [ClosedRange<Int>])] = [
            ("TH", [1...18]), ("G", [1...57]), ("J", [1...6]), ("I", [1...11]),
            ("X", [1...34, 40...70, 80...109, 110...118, 130...144]),
        ]
        return ranges.flatMap { prefix, ranges in
            ranges.joined().map { "\(prefix)-\($0 < 10 ? "0" : "")\($0)" }
        }
    }()
}
