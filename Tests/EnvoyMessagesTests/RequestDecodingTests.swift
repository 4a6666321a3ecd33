import EnvoyMessages
import MeshModel
import Testing

@Suite("Decoding of requests")
struct RequestDecodingTests {
    private static let node = EnvoyNode(
        id: "sidecar~10.0.0.1~p.ns~ns.svc",
        cluster: "c",
        locality: Locality(region: "eu", zone: "", subzone: "r1"),
        metadata: [
            "NETWORK": .string("net-1"), "n": .number(2), "l": .list([.bool(true), .null]),
            "o": .object(["k": .string("v")]),
        ],
        userAgentName: "envoy",
        userAgentVersion: "1.40.0"
    )

    @Test("A state-of-the-world request with all fields is decoded")
    func discoveryRequest() throws {
        let request = try DiscoveryRequestMessage(decoding: GoldenMessages.discoveryRequest)
        #expect(request.versionInfo == "v")
        #expect(request.resourceNames == ["a", "b"])
        #expect(request.typeURL == "t")
        #expect(request.responseNonce == "n")
        #expect(request.errorDetail == RPCStatus(code: 3, message: "bad"))
        #expect(request.nodeRange == 6..<210)
        #expect(try request.decodeNode() == Self.node)
    }

    @Test("A delta request with all fields is decoded")
    func deltaDiscoveryRequest() throws {
        let request = try DeltaDiscoveryRequestMessage(decoding: GoldenMessages.deltaDiscoveryRequest)
        #expect(request.typeURL == "t")
        #expect(request.resourceNamesSubscribe == ["a"])
        #expect(request.resourceNamesUnsubscribe == ["b", "c"])
        #expect(request.initialResourceVersions == ["a": "1", "z": "2"])
        #expect(request.responseNonce == "n")
        #expect(request.errorDetail == nil)
        #expect(try request.decodeNode() == Self.node)
    }

    @Test("Borrowed bytes are decoded to the same request, and the node is copied only on demand")
    func borrowedBytes() throws {
        let bytes = GoldenMessages.discoveryRequest
        let kept = try bytes.withUnsafeBytes { try DiscoveryRequestMessage(decoding: $0) }
        let dropped = try bytes.withUnsafeBytes { try DiscoveryRequestMessage(decoding: $0, keepingNode: false) }
        #expect(try kept.decodeNode() == Self.node)
        #expect(try dropped.decodeNode() == nil)
        #expect(dropped.nodeRange == kept.nodeRange)
        #expect(dropped.resourceNames == kept.resourceNames)
    }

    @Test("An empty message is an empty request")
    func empty() throws {
        let request = try DiscoveryRequestMessage(decoding: [])
        #expect(request.resourceNames.isEmpty)
        #expect(request.node == nil)
        #expect(try DeltaDiscoveryRequestMessage(decoding: []).initialResourceVersions.isEmpty)
    }

    @Test("A 61 KB node is decoded without its extensions")
    func extensions() throws {
        var node = WireBuilder.field(1, "id")
        for index in 0..<516 {
            node += WireBuilder.field(
                9,
                WireBuilder.field(1, "envoy.ext.\(index)") + WireBuilder.field(2, [UInt8](repeating: 0x61, count: 95))
            )
        }
        node += WireBuilder.field(3, WireBuilder.structure(WireBuilder.lists(depth: 2)))
        let request = try DiscoveryRequestMessage(decoding: WireBuilder.field(2, node) + WireBuilder.field(3, "n"))
        #expect(node.count > 55_000)
        #expect(request.resourceNames == ["n"])
        #expect(try request.decodeNode() == EnvoyNode(id: "id", metadata: ["a": .list([.bool(true)])]))
    }

    @Test("Unknown fields are skipped at every position")
    func unknownFields() throws {
        let unknown = WireBuilder.field(99, "x") + [0x98, 0x06, 0x05] + [0x9d, 0x06, 1, 2, 3, 4]
        let bytes = unknown + WireBuilder.field(3, "a") + unknown + WireBuilder.field(3, "b") + unknown
        #expect(try DiscoveryRequestMessage(decoding: bytes).resourceNames == ["a", "b"])
    }

    @Test("Of a repeated name in a map the last version is used")
    func duplicateMapEntries() throws {
        let first = WireBuilder.field(5, WireBuilder.field(1, "a") + WireBuilder.field(2, "1"))
        let second = WireBuilder.field(5, WireBuilder.field(1, "a") + WireBuilder.field(2, "2"))
        #expect(try DeltaDiscoveryRequestMessage(decoding: first + second).initialResourceVersions == ["a": "2"])
    }

    @Test("The text of a NACK is repaired and truncated, never rejected")
    func errorText() throws {
        let broken = WireBuilder.field(6, WireBuilder.field(2, [0x61, 0xff, 0x62, 0x00, 0x63]))
        #expect(try DiscoveryRequestMessage(decoding: broken).errorDetail?.message == "a\u{fffd}b")
        let long = WireBuilder.field(6, WireBuilder.field(2, [UInt8](repeating: 0x61, count: 100_000)))
        #expect(try DiscoveryRequestMessage(decoding: long).errorDetail?.message.utf8.count == 4_096)
    }

    @Test("A character at the limit is omitted, so that the text never exceeds its limit", arguments: 0...8)
    func errorTextCut(limit: Int) throws {
        var limits = MessageLimits()
        limits.errorTextBytes = limit
        let bytes = WireBuilder.field(6, WireBuilder.field(2, "a\u{e9}\u{20ac}\u{1f600}"))
        let request = try DiscoveryRequestMessage(decoding: bytes, limits: limits)
        #expect(
            request.errorDetail?.message == ["", "a", "a", "a\u{e9}", "a\u{e9}", "a\u{e9}"].dropFirst(limit).first
                ?? "a\u{e9}\u{20ac}"
        )
        let again = try DiscoveryRequestMessage(decoding: request.encoded(), limits: limits)
        #expect(again.errorDetail == request.errorDetail)
    }
}
