import EnvoyMessages
import Testing

@testable import LoadGenerator

@Suite("A simulated incremental client behaves as Envoy does")
struct DeltaClientTests {
    private func request(_ bytes: [UInt8]?) throws -> DeltaDiscoveryRequestMessage {
        try DeltaDiscoveryRequestMessage(decoding: try #require(bytes))
    }

    @Test("It subscribes once, and acknowledges with type and nonce only")
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

    @Test("It tells first, changed and repeated content apart, whatever the version says")
    func novelty() throws {
        var client = DeltaClient(names: ["a"])
        let novelties = try [["10.0.0.1"], ["10.0.0.2"], ["10.0.0.2"]].map { addresses in
            let bytes = try SampleAssignment.packed("a", addresses)
            return try client.receive(SampleAssignment.delta(nonce: "n", [("a", bytes)])).assignments.first?.novelty
        }
        #expect(novelties == [.first, .changed, .repeated])
    }

    @Test("It rejects a name that comes twice, and one that is not its cluster's")
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
}
