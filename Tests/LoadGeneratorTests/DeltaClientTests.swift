import EnvoyMessages
import Testing

@testable import LoadGenerator

@Suite("Simulated incremental client")
struct DeltaClientTests {
    private func request(_ bytes: [UInt8]?) throws -> DeltaDiscoveryRequestMessage {
        try DeltaDiscoveryRequestMessage(decoding: try #require(bytes))
    }

    @Test("The incremental client subscribes once, and acknowledges with type and nonce only")
    func acknowledges() throws {
        var client = DeltaClient(names: ["a", "b"])
        let first = try request(try client.subscribe())
        #expect(first.resourceNamesSubscribe == ["a", "b"])
        #expect(first.initialResourceVersions.isEmpty)
        let bytes = try SampleAssignment.packed("a", [Marker(.service, 4).address])
        let reaction = try client.receive(SampleAssignment.delta(nonce: "n1", [("a", bytes)], removed: ["b", "z"]))
        let ack = try request(reaction.reply)
        #expect(ack.responseNonce == "n1")
        #expect(ack.resourceNamesSubscribe.isEmpty)
        #expect(ack.errorDetail == nil)
        #expect(reaction.assignments.map(\.serviceMarker) == [4])
        #expect(reaction.removed == ["b"])
    }

    @Test("The incremental client distinguishes first, changed and repeated content, independent of versions")
    func novelty() throws {
        var client = DeltaClient(names: ["a"])
        let novelties = try [["10.0.0.1"], ["10.0.0.2"], ["10.0.0.2"]].map { addresses in
            let bytes = try SampleAssignment.packed("a", addresses)
            return try client.receive(SampleAssignment.delta(nonce: "n", [("a", bytes)])).assignments.first?.novelty
        }
        #expect(novelties == [.first, .changed, .repeated])
    }

    @Test("The incremental client rejects a duplicate name and a name that is not its cluster's")
    func rejects() throws {
        var client = DeltaClient(names: ["a", "b"])
        let bytes = try SampleAssignment.packed("a", [])
        for response in [
            SampleAssignment.delta(nonce: "n", [("a", bytes)], removed: ["a"]),
            SampleAssignment.delta(nonce: "n", [("b", bytes)]),
        ] {
            let reaction = try client.receive(response)
            let nack = try request(reaction.reply)
            #expect(nack.errorDetail != nil)
            #expect(nack.responseNonce == "n")
            #expect(reaction.assignments.isEmpty)
        }
    }

    @Test("The incremental client sends its initial versions on a new stream")
    func comesBack() throws {
        var client = DeltaClient(names: ["a", "b"])
        let bytes = try SampleAssignment.packed("a", [])
        _ = try client.receive(SampleAssignment.delta(nonce: "n", [("a", bytes)], removed: ["b"]))
        let again = try request(try client.subscribe())
        #expect(again.resourceNamesSubscribe == ["a", "b"])
        #expect(again.initialResourceVersions == ["a": "1"])
        #expect(again.responseNonce.isEmpty)
    }
}

@Suite("Reconnection of simulated clients")
struct BackoffTests {
    /// Always the greatest number, so that the bound is visible.
    private struct Greatest: RandomNumberGenerator {
        mutating func next() -> UInt64 { .max }
    }

    @Test("The reconnection delay doubles up to half a minute, and resets after a success")
    func doubles() {
        var backoff = Backoff()
        var greatest = Greatest()
        let waits = (0..<8).map { _ in backoff.next(&greatest) / 1_000_000 }
        #expect(waits == [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
        backoff.reset()
        #expect(backoff.next(&greatest) == 500_000_000)
    }
}
