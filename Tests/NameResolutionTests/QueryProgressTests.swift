import Testing

@testable import NameResolution

@Suite("Progress of a query from server to server")
struct QueryProgressTests {
    private static let success = ServerVerdict.success(addresses: ["10.0.0.1"], timeToLive: .seconds(60))
    private static let declined = ServerVerdict.declined(ResolutionError(code: .declined, message: "no"))
    private static let failed = ServerVerdict.failed(ResolutionError(code: .timeout, message: "late"))
    private static let found = FamilyOutcome.answered(addresses: ["10.0.0.1"], timeToLive: .seconds(60))
    private static let empty = FamilyOutcome.answered(addresses: [], timeToLive: nil)

    struct Story: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let verdicts: [ServerVerdict]
        let asked: [Int]
        let outcome: FamilyOutcome
    }

    @Test(
        "The order of servers and the outcome follow NI-56",
        arguments: [
            Story(testDescription: "success ends it", verdicts: [success], asked: [1], outcome: found),
            Story(testDescription: "failure: next", verdicts: [failed, success], asked: [1, 2], outcome: found),
            Story(
                testDescription: "all failed: second round",
                verdicts: [failed, failed, failed, success],
                asked: [1, 2, 1, 2],
                outcome: found
            ),
            Story(
                testDescription: "all failed twice",
                verdicts: [failed, failed, failed, failed],
                asked: [1, 2, 1, 2],
                outcome: .failed(ResolutionError(code: .timeout, message: "late"))
            ),
            Story(
                testDescription: "NXDOMAIN, known later",
                verdicts: [.nameError, success],
                asked: [1, 2],
                outcome: found
            ),
            Story(
                testDescription: "NXDOMAIN is kept after a failure",
                verdicts: [.nameError, failed],
                asked: [1, 2],
                outcome: empty
            ),
            Story(
                testDescription: "NXDOMAIN is preferred to REFUSED",
                verdicts: [.nameError, declined],
                asked: [1, 2],
                outcome: empty
            ),
            Story(
                testDescription: "REFUSED is kept after a failure",
                verdicts: [declined, failed],
                asked: [1, 2],
                outcome: .declined(ResolutionError(code: .declined, message: "no"))
            ),
        ]
    )
    func story(_ story: Story) throws {
        let servers = try (1...2).map { try NameServer(address: "192.0.2.\($0)") }
        var progress = QueryProgress(servers: servers, attempts: 2)
        var asked: [Int] = []
        var verdicts = story.verdicts
        while let server = progress.nextServer() {
            asked.append(try #require(servers.firstIndex(of: server)) + 1)
            try #require(!verdicts.isEmpty, "queried more servers than expected")
            progress.received(verdicts.removeFirst())
        }
        #expect(asked == story.asked)
        #expect(progress.outcome == story.outcome)
    }

    @Test("A query without servers fails")
    func noServers() {
        var progress = QueryProgress(servers: [], attempts: 2)
        #expect(progress.nextServer() == nil)
        guard case .failed(let error) = progress.outcome else {
            Issue.record("expected a failure")
            return
        }
        #expect(error.code == .configuration)
    }
}
