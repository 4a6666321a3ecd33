import CEnvoyAPI
import EnvoyMessages
import Testing

@Suite("Encoding of responses in shared and private parts")
struct DiscoveryResponseEncoderTests {
    private let encoder = DiscoveryResponseEncoder(controlPlaneIdentifier: "eds")
    private let assignment = AssignmentEncoder.encode(clusterName: "c", groups: [], slab: [])

    @Test("A state-of-the-world response equals the reference's bytes")
    func stateOfTheWorld() {
        let bytes =
            self.encoder.head(version: "v1") + self.encoder.anyChunk(self.assignment) + self.encoder.tail(nonce: "n1")
        #expect(bytes == GoldenMessages.discoveryResponse)
    }

    @Test("A client decodes a state-of-the-world response")
    func stateOfTheWorldRoundTrip() throws {
        let big = [UInt8](repeating: 7, count: 70_000)
        let bytes =
            self.encoder.head(version: "v") + self.encoder.anyChunk(self.assignment) + self.encoder.anyChunk(big)
            + self.encoder.anyChunk([]) + self.encoder.tail(nonce: "n")
        let response = try DiscoveryResponseMessage(decoding: bytes)
        #expect(response.versionInfo == "v")
        #expect(response.resources.map(\.value) == [self.assignment, big, []])
        #expect(response.resources.allSatisfy { $0.typeURL == TypeURL.clusterLoadAssignment })
        #expect(response.typeURL == TypeURL.clusterLoadAssignment)
        #expect(response.nonce == "n")
        #expect(response.controlPlaneIdentifier == "eds")
    }

    @Test("A client decodes a delta response, and libprotobuf-c packs the same bytes")
    func delta() throws {
        let bytes =
            self.encoder.deltaHead(systemVersion: "s")
            + self.encoder.deltaChunk(name: "c", version: "1", resource: self.assignment)
            + self.encoder.deltaChunk(name: "h", version: "2", resource: nil, ttl: .milliseconds(1_500))
            + self.encoder.deltaTail(nonce: "n", removedResources: ["gone", ""])
        let response = try DeltaDiscoveryResponseMessage(decoding: bytes)
        #expect(response.systemVersionInfo == "s")
        #expect(response.resources.map(\.name) == ["c", "h"])
        #expect(response.resources.map(\.version) == ["1", "2"])
        #expect(response.resources.map(\.resource?.value) == [self.assignment, nil])
        #expect(response.resources.map(\.ttl) == [nil, .milliseconds(1_500)])
        #expect(response.removedResources == ["gone", ""])
        #expect(response.nonce == "n")
        #expect(response.controlPlaneIdentifier == "eds")
        let message = try #require(
            envoy__service__discovery__v3__delta_discovery_response__unpack(nil, bytes.count, bytes)
        )
        #expect(ProtobufC.pack(message) == bytes)
        envoy__service__discovery__v3__delta_discovery_response__free_unpacked(message, nil)
    }

    @Test("A server without an identifier sends no control plane")
    func anonymous() throws {
        let encoder = DiscoveryResponseEncoder(typeURL: "t")
        #expect(encoder.tail(nonce: "n") == [0x22, 0x01, 0x74, 0x2a, 0x01, 0x6e])
    }
}
