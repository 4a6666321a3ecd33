import CEnvoyAPI
import EnvoyMessages
import MeshModel
import TestSupport
import Testing
import TextFormats

@Suite("Packing of endpoints without their weight")
struct LbEndpointEncoderTests {
    private static func encode(_ fields: LbEndpointFields) throws -> [UInt8] {
        var encoder = LbEndpointEncoder()
        var output: [UInt8] = []
        try encoder.append(fields, to: &output)
        return output
    }

    @Test("The bytes equal the reference's, except for the weight at the end")
    func golden() throws {
        let fields = LbEndpointFields(
            address: .socket(ip: "10.0.0.1", port: 8_080),
            additionalAddresses: [.socket(ip: "fd00::1", port: 0)],
            hostname: "h",
            health: .healthy,
            metadata: [
                .init(
                    filter: "istio",
                    fields: [
                        .init(name: "workload", value: .string("w;ns;c;v1;k")),
                        .init(name: "n", value: .number(1.5)),
                        .init(name: "big", value: .number(3e20)),
                        .init(
                            name: "list",
                            value: .list([.number(1), .bool(true), .null, .string("x"), .object(["a": .list([])])])
                        ),
                    ]
                ),
                .init(
                    filter: "envoy.transport_socket_match",
                    fields: [.init(name: "tlsMode", value: .string("istio"))]
                ),
            ]
        )
        var encoded = try Self.encode(fields)
        LbEndpointEncoder.appendWeight(128, to: &encoded)
        // In the assignment, the endpoint follows its own tag and two bytes of length.
        let header = WireBuilder.field(2, [UInt8](repeating: 0, count: encoded.count)).dropLast(encoded.count)
        #expect(GoldenMessages.assignment.firstRange(of: header + encoded) != nil)
    }

    @Test("Every kind of address is the same in JSON")
    func addresses() throws {
        let fields = LbEndpointFields(
            address: .internalListener(name: "connect_originate", endpointID: "10.0.0.9:80"),
            additionalAddresses: [.pipe(path: "/run/x"), .socket(ip: "::1", port: 65_535)],
            health: .draining
        )
        let json = try MessageJSON(fieldNames: .snakeCase).value(of: .lbEndpoint, Self.encode(fields)).text()
        let expected = """
            {"endpoint":{"additional_addresses":[{"address":{"pipe":{"path":"/run/x"}}},\
            {"address":{"socket_address":{"address":"::1","port_value":65535}}}],\
            "address":{"envoy_internal_address":{"endpoint_id":"10.0.0.9:80",\
            "server_listener_name":"connect_originate"}}},"health_status":"DRAINING"}
            """
        #expect(json == expected)
    }

    @Test("Order and repetition of names do not matter, and the last of equal names is used")
    func canonicalOrder() throws {
        let address = EndpointAddress.pipe(path: "p")
        let sorted = LbEndpointFields(
            address: address,
            metadata: [
                .init(filter: "a", fields: [.init(name: "x", value: .null), .init(name: "y", value: .bool(true))]),
                .init(filter: "b", fields: []),
            ]
        )
        let shuffled = LbEndpointFields(
            address: address,
            metadata: [
                .init(filter: "b", fields: [.init(name: "z", value: .null)]),
                .init(
                    filter: "a",
                    fields: [
                        .init(name: "y", value: .null), .init(name: "x", value: .null),
                        .init(name: "y", value: .bool(true)),
                    ]
                ),
                .init(filter: "b", fields: []),
            ]
        )
        #expect(try Self.encode(sorted) == Self.encode(shuffled))
    }

    @Test("Random endpoints are unchanged by libprotobuf-c's unpack and pack, with a reused encoder")
    func randomEndpoints() throws {
        var generator = SeededGenerator(seed: 11)
        var encoder = LbEndpointEncoder()
        var slab: [UInt8] = []
        for _ in 0..<500 {
            let fields = generator.endpoint()
            let range = try encoder.append(fields, to: &slab)
            #expect(range.upperBound == slab.count)
            let bytes = [UInt8](slab[range])
            #expect(try bytes == Self.encode(fields))
            let message = try #require(
                envoy__config__endpoint__v3__lb_endpoint__unpack(nil, bytes.count, bytes)
            )
            #expect(ProtobufC.pack(message) == bytes)
            envoy__config__endpoint__v3__lb_endpoint__free_unpacked(message, nil)
        }
    }

    @Test("A random node's metadata is unchanged after encoding in an endpoint")
    func metadataRoundTrip() throws {
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<300 {
            let members = generator.object()
            let fields = members.map { LbEndpointFields.FilterMetadata.Field(name: $0.key, value: $0.value) }
            let bytes = try Self.encode(
                LbEndpointFields(address: .pipe(path: "p"), metadata: [.init(filter: "f", fields: fields)])
            )
            let json = try MessageJSON().value(of: .lbEndpoint, bytes)
            let shown = json["metadata"]?["filterMetadata"]?["f"]
            #expect(shown == JSONValue(members))
            let node = try EnvoyNode(json: .object([.init("metadata", JSONValue(members))]))
            #expect(node.metadata == members)
        }
    }

    @Test("Text with NUL and metadata nested too deep are rejected without effect on the output")
    func refusals() {
        var encoder = LbEndpointEncoder()
        var output: [UInt8] = [1]
        var deep = MetadataValue.null
        for _ in 0..<40 { deep = .list([deep]) }
        expectMessageError(.unencodable) {
            try encoder.append(LbEndpointFields(address: .pipe(path: "a\0b")), to: &output)
        }
        expectMessageError(.limitExceeded) {
            try encoder.append(
                LbEndpointFields(
                    address: .pipe(path: "p"),
                    metadata: [.init(filter: "f", fields: [.init(name: "n", value: deep)])]
                ),
                to: &output
            )
        }
        #expect(output == [1])
    }

    @Test("The deepest metadata that can be packed can still be shown inside of a response")
    func deepestMetadata() throws {
        var deep = MetadataValue.null
        for _ in 0..<29 { deep = .object(["a": deep]) }
        let bytes = try Self.encode(
            LbEndpointFields(
                address: .pipe(path: "p"),
                metadata: [.init(filter: "f", fields: [.init(name: "n", value: deep)])]
            )
        )
        let assignment = AssignmentEncoder.encode(
            clusterName: "c",
            groups: [LocalityGroup(locality: Locality(), members: [.init(bytes: bytes.indices)])],
            slab: bytes
        )
        #expect(try MessageJSON().value(of: .clusterLoadAssignment, assignment)["clusterName"] == .string("c"))
    }

    @Test(
        "The weight is written as field 4",
        arguments: [
            (0, [0x22, 0x00]), (1, [0x22, 0x02, 0x08, 0x01]), (300, [0x22, 0x03, 0x08, 0xac, 0x02]),
            (.max, [0x22, 0x06, 0x08, 0xff, 0xff, 0xff, 0xff, 0x0f]),
        ] as [(UInt32, [UInt8])]
    )
    func weight(weight: UInt32, expected: [UInt8]) {
        var output: [UInt8] = []
        LbEndpointEncoder.appendWeight(weight, to: &output)
        #expect(output == expected)
    }
}
