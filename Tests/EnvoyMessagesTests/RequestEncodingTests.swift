import EnvoyMessages
import MeshModel
import TestSupport
import Testing

@Suite("Encoding of simulated clients' requests")
struct RequestEncodingTests {
    @Test("A decoded request is encoded to its original bytes")
    func golden() throws {
        let request = try DiscoveryRequestMessage(decoding: GoldenMessages.discoveryRequest)
        #expect(try request.encoded() == GoldenMessages.discoveryRequest)
        let delta = try DeltaDiscoveryRequestMessage(decoding: GoldenMessages.deltaDiscoveryRequest)
        #expect(try delta.encoded() == GoldenMessages.deltaDiscoveryRequest)
    }

    @Test("Random nodes are unchanged after encoding and decoding")
    func randomNodes() throws {
        var generator = SeededGenerator(seed: 31)
        for _ in 0..<300 {
            let node = EnvoyNode(
                id: generator.text(),
                cluster: generator.text(),
                locality: Bool.random(using: &generator)
                    ? Locality(region: generator.text(), zone: generator.text()) : nil,
                metadata: generator.object(),
                userAgentName: generator.text(),
                userAgentVersion: generator.text()
            )
            let status = RPCStatus(code: Int32.random(in: -2...16, using: &generator), message: generator.text())
            let names = (0..<Int.random(in: 0...3, using: &generator)).map { _ in generator.text() }
            let request = DiscoveryRequestMessage(resourceNames: names, errorDetail: status, node: node)
            let read = try DiscoveryRequestMessage(decoding: request.encoded())
            #expect(read.resourceNames == names)
            #expect(read.errorDetail == status)
            #expect(try read.decodeNode() == node)
            let delta = DeltaDiscoveryRequestMessage(resourceNamesUnsubscribe: names, errorDetail: status, node: node)
            let readDelta = try DeltaDiscoveryRequestMessage(decoding: delta.encoded())
            #expect(readDelta.resourceNamesUnsubscribe == names)
            #expect(readDelta.errorDetail == status)
            #expect(try readDelta.decodeNode() == node)
        }
    }

    @Test("A node that is packed once can be sent many times")
    func packedNode() throws {
        let node = EnvoyNode(id: "i", metadata: ["NETWORK": .string("n")])
        let packed = try EncodedNode(packed: DiscoveryRequestMessage(node: node).node?.packed() ?? [])
        var request = DiscoveryRequestMessage(typeURL: "t")
        request.node = packed
        #expect(try DiscoveryRequestMessage(decoding: request.encoded()).decodeNode() == node)
        #expect(try packed.decode() == node)
    }
}
