import EnvoyMessages
import Testing

@testable import LoadGenerator

@Suite("Simulated state-of-the-world client")
struct SotwClientTests {
    private func request(_ bytes: [UInt8]?) throws -> DiscoveryRequestMessage {
        try DiscoveryRequestMessage(decoding: try #require(bytes))
    }

    @Test("The state-of-the-world client subscribes to all names without a version")
    func subscribes() throws {
        var client = SotwClient(names: ["a", "b"])
        let first = try request(try client.subscribe())
        #expect(first.resourceNames == ["a", "b"])
        #expect(first.versionInfo.isEmpty)
        #expect(first.responseNonce.isEmpty)
        #expect(first.typeURL == TypeURL.clusterLoadAssignment)
    }

    @Test("The state-of-the-world client acknowledges version and nonce with all names, and reads markers")
    func acknowledges() throws {
        var client = SotwClient(names: ["a", "b"])
        _ = try client.subscribe()
        let addresses = ["10.0.0.1", Marker(.service, 300).address, Marker(.gateway, 7).address]
        let response = SampleAssignment.sotw(version: "v1", nonce: "n1", [try SampleAssignment.packed("a", addresses)])
        let reaction = try client.receive(response)
        let ack = try request(reaction.reply)
        #expect(ack.versionInfo == "v1")
        #expect(ack.responseNonce == "n1")
        #expect(ack.resourceNames == ["a", "b"])
        #expect(ack.errorDetail == nil)
        let assignment = try #require(reaction.assignments.first)
        #expect(reaction.assignments.count == 1)
        #expect(assignment.name == "a")
        #expect(assignment.endpointCount == 3)
        #expect(assignment.serviceMarker == 300)
        #expect(assignment.gatewayMarker == 7)
    }

    @Test("The state-of-the-world client distinguishes first, changed and repeated content")
    func novelty() throws {
        var client = SotwClient(names: ["a"])
        let contents = [["10.0.0.1"], ["10.0.0.2"], ["10.0.0.2"]]
        let novelties = try contents.map { addresses in
            try client.receive(
                SampleAssignment.sotw(version: "v", nonce: "n", [try SampleAssignment.packed("a", addresses)])
            ).assignments.first?.novelty
        }
        #expect(novelties == [.first, .changed, .repeated])
    }

    @Test("The state-of-the-world client rejects a duplicate name, and keeps its version")
    func rejects() throws {
        var client = SotwClient(names: ["a"])
        let assignment = try SampleAssignment.packed("a", ["10.0.0.1"])
        _ = try client.receive(SampleAssignment.sotw(version: "v1", nonce: "n1", [assignment]))
        let reaction = try client.receive(SampleAssignment.sotw(version: "v2", nonce: "n2", [assignment, assignment]))
        let nack = try request(reaction.reply)
        #expect(nack.versionInfo == "v1")
        #expect(nack.responseNonce == "n2")
        #expect(nack.errorDetail != nil)
        #expect(reaction.rejection != nil)
        #expect(reaction.assignments.isEmpty)
    }

    @Test("The state-of-the-world client rejects an unreadable assignment")
    func unreadable() throws {
        var client = SotwClient(names: ["a"])
        let reaction = try client.receive(SampleAssignment.sotw(version: "v", nonce: "n", [[0x12, 0xff]]))
        #expect(try request(reaction.reply).errorDetail != nil)
    }

    @Test("The state-of-the-world client acknowledges and ignores foreign names")
    func foreign() throws {
        var client = SotwClient(names: ["a"])
        let response = SampleAssignment.sotw(version: "v", nonce: "n", [try SampleAssignment.packed("z", [])])
        let reaction = try client.receive(response)
        #expect(try request(reaction.reply).versionInfo == "v")
        #expect(reaction.assignments.isEmpty)
    }

    @Test("The state-of-the-world client ignores another type, and refuses an invalid response")
    func otherType() throws {
        var client = SotwClient(names: ["a"])
        let encoder = DiscoveryResponseEncoder(typeURL: "type.googleapis.com/envoy.config.cluster.v3.Cluster")
        #expect(try client.receive(encoder.head(version: "v") + encoder.tail(nonce: "n")) == ClientReaction())
        #expect(throws: MessageError.self) { try client.receive([0xff, 0xff]) }
    }

    @Test("The state-of-the-world client sends its last version on a new stream")
    func comesBack() throws {
        var client = SotwClient(names: ["a"])
        _ = try client.receive(SampleAssignment.sotw(version: "v7", nonce: "n", [try SampleAssignment.packed("a", [])]))
        let again = try request(try client.subscribe())
        #expect(again.versionInfo == "v7")
        #expect(again.responseNonce.isEmpty)
    }
}
