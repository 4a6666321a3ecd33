import EnvoyMessages
import TestSupport
import Testing
import TextFormats

@Suite("Messages as proto3 JSON")
struct MessageJSONTests {
    @Test("An assignment equals the reference's JSON")
    func assignment() throws {
        let value = try MessageJSON().value(of: .clusterLoadAssignment, GoldenMessages.assignment)
        #expect(try value == JSONValue(parsing: GoldenMessages.assignmentJSON))
    }

    @Test("An Any has its type beside the fields of its message")
    func any() throws {
        let value = try MessageJSON(fieldNames: .snakeCase).value(
            of: .discoveryResponse,
            GoldenMessages.discoveryResponse
        )
        let url = TypeURL.clusterLoadAssignment
        let expected = """
            {"control_plane":{"identifier":"eds"},"nonce":"n1","resources":[{"@type":"\(url)","cluster_name":"c"}],\
            "type_url":"\(url)","version_info":"v1"}
            """
        #expect(value.text() == expected)
    }

    @Test("An Any of a type with its own JSON form, or of an unknown type, has a value field")
    func otherAny() throws {
        let duration =
            WireBuilder.field(1, "type.googleapis.com/google.protobuf.Duration") + WireBuilder.field(2, [0x08, 0x03])
        #expect(
            try MessageJSON().value(of: .any, duration).text()
                == #"{"@type":"type.googleapis.com/google.protobuf.Duration","value":"3s"}"#
        )
        let unknown = WireBuilder.field(1, "x/y.Z") + WireBuilder.field(2, [0xfb, 0xff])
        #expect(try MessageJSON().value(of: .any, unknown).text() == #"{"@type":"x/y.Z","value":"+/8="}"#)
    }

    @Test("A request contains its node, which is declared as bytes")
    func node() throws {
        let value = try MessageJSON(fieldNames: .snakeCase).value(
            of: .discoveryRequest,
            GoldenMessages.discoveryRequest
        )
        let expected = """
            {"cluster":"c","id":"sidecar~10.0.0.1~p.ns~ns.svc","locality":{"region":"eu","sub_zone":"r1"},\
            "metadata":{"NETWORK":"net-1","l":[true,null],"n":2,"o":{"k":"v"}},\
            "user_agent_build_version":{"version":{"major_number":1,"minor_number":40}},"user_agent_name":"envoy"}
            """
        #expect(value["node"]?.text() == expected)
    }

    @Test(
        "Durations have none, three, six or nine digits",
        arguments: [
            ([], "0s"), ([0x08, 0x01], "1s"), ([0x08, 0x01, 0x10, 0x80, 0xca, 0xb5, 0xee, 0x01], "1.500s"),
            ([0x10, 0x01], "0.000000001s"), ([0x10, 0xe8, 0x07], "0.000001s"),
            ([0x10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], "-0.000000001s"),
        ] as [([UInt8], String)]
    )
    func durations(bytes: [UInt8], expected: String) throws {
        #expect(try MessageJSON().value(of: .duration, bytes) == .string(expected))
    }

    @Test("Wrappers are bare, enums are names or else numbers, defaults are omitted")
    func scalars() throws {
        #expect(try MessageJSON().value(of: .uint32Value, [0x08, 0x05]).text() == "5")
        #expect(try MessageJSON().value(of: .healthCheckResponse, [0x08, 0x02]).text() == #"{"status":"NOT_SERVING"}"#)
        #expect(try MessageJSON().value(of: .healthCheckResponse, [0x08, 0x63]).text() == #"{"status":99}"#)
        #expect(try MessageJSON().value(of: .healthCheckResponse, []).text() == "{}")
        #expect(try MessageJSON().value(of: .lbEndpoint, [0x22, 0x00]).text() == #"{"loadBalancingWeight":0}"#)
    }

    @Test("Maps are objects, sorted, and of equal keys the last is used")
    func maps() throws {
        func entry(_ key: String, _ status: UInt8) -> [UInt8] {
            WireBuilder.field(1, WireBuilder.field(1, key) + WireBuilder.field(2, [0x08, status]))
        }
        let value = try MessageJSON().value(of: .healthListResponse, entry("b", 1) + entry("a", 2) + entry("b", 3))
        #expect(value.text() == #"{"statuses":{"a":{"status":"NOT_SERVING"},"b":{"status":"SERVICE_UNKNOWN"}}}"#)
    }

    @Test("Numbers that JSON does not support become texts")
    func specialNumbers() throws {
        func number(_ value: Double) -> [UInt8] {
            WireBuilder.structure([0x11] + withUnsafeBytes(of: value.bitPattern.littleEndian) { [UInt8]($0) })
        }
        let json = MessageJSON()
        #expect(try json.value(of: .structure, number(.infinity)).text() == #"{"a":"Infinity"}"#)
        #expect(try json.value(of: .structure, number(-.infinity)).text() == #"{"a":"-Infinity"}"#)
        #expect(try json.value(of: .structure, number(.nan)).text() == #"{"a":"NaN"}"#)
        #expect(try json.value(of: .structure, number(0.1)).text() == #"{"a":0.1}"#)
        #expect(try json.value(of: .structure, number(1e21)).text() == #"{"a":1e+21}"#)
    }

    @Test("Nested Any messages are limited in depth")
    func nestedAny() {
        var any: [UInt8] = []
        for _ in 0..<200 {
            any = WireBuilder.field(1, EnvoyMessageType.any.typeURL) + WireBuilder.field(2, any)
        }
        let bytes = any
        let code = onSmallStack { () -> MessageError.Code? in
            do throws(MessageError) {
                _ = try MessageJSON().value(of: .any, bytes)
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code == .some(.limitExceeded))
    }
}
