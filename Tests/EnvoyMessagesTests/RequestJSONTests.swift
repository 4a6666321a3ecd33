import EnvoyMessages
import MeshModel
import Testing
import TextFormats

@Suite("Requests as JSON")
struct RequestJSONTests {
    @Test(
        "Names may be in snake case or in camel case, and unknown ones are ignored",
        arguments: [
            """
            {"version_info": "v", "resource_names": ["a"], "type_url": "t", "response_nonce": "n", "x": [{}],
             "error_detail": {"code": "3", "message": "bad", "details": [{"@type": "y"}]},
             "node": {"id": "i", "user_agent_build_version": {"version": {"major_number": "1", "minor_number": 4e1}},
                      "locality": {"region": "r", "sub_zone": "s"}, "metadata": {"a": [1, null]},
                      "extensions": [{"name": "e"}]}}
            """,
            """
            {"versionInfo": "v", "resourceNames": ["a"], "typeUrl": "t", "responseNonce": "n",
             "errorDetail": {"code": 3, "message": "bad"},
             "node": {"id": "i", "cluster": null, "userAgentBuildVersion": {"version": {"majorNumber": 1,
                      "minorNumber": 40, "patch": null}}, "locality": {"region": "r", "subZone": "s"},
                      "metadata": {"a": [1, null]}}}
            """,
        ]
    )
    func spellings(text: String) throws {
        let request = try DiscoveryRequestMessage(json: JSONValue(parsing: text))
        #expect(request.versionInfo == "v")
        #expect(request.resourceNames == ["a"])
        #expect(request.typeURL == "t")
        #expect(request.responseNonce == "n")
        #expect(request.errorDetail == RPCStatus(code: 3, message: "bad"))
        let node = EnvoyNode(
            id: "i",
            locality: Locality(region: "r", subzone: "s"),
            metadata: ["a": .list([.number(1), .null])],
            userAgentVersion: "1.40.0"
        )
        #expect(try request.decodeNode() == node)
    }

    @Test("A request written as JSON can be read again", arguments: [false, true])
    func roundTrip(snakeCase: Bool) throws {
        let json = MessageJSON(fieldNames: snakeCase ? .snakeCase : .lowerCamelCase)
        let original = try DiscoveryRequestMessage(decoding: GoldenMessages.discoveryRequest)
        let shown = try json.value(of: .discoveryRequest, GoldenMessages.discoveryRequest)
        let read = try DiscoveryRequestMessage(json: shown)
        #expect(read.resourceNames == original.resourceNames)
        #expect(read.errorDetail == original.errorDetail)
        #expect(try read.decodeNode() == original.decodeNode())
        let delta = try json.value(of: .deltaDiscoveryRequest, GoldenMessages.deltaDiscoveryRequest)
        let readDelta = try DeltaDiscoveryRequestMessage(json: delta)
        #expect(readDelta.resourceNamesUnsubscribe == ["b", "c"])
        #expect(readDelta.initialResourceVersions == ["a": "1", "z": "2"])
        #expect(try readDelta.decodeNode() == original.decodeNode())
    }

    @Test("Null values are absent")
    func null() throws {
        let text = #"{"version_info":null,"resource_names":null,"node":null,"error_detail":null}"#
        let request = try DiscoveryRequestMessage(json: JSONValue(parsing: text))
        #expect(request.resourceNames.isEmpty)
        #expect(request.node == nil)
        #expect(request.errorDetail == nil)
    }

    @Test(
        "Wrong types are reported by field",
        arguments: [
            ("[]", "expected the document to be an object", .wrongType),
            (#"{"type_url":1}"#, "expected type_url to be a string", .wrongType),
            (#"{"resourceNames":"a"}"#, "expected resource_names to be a list of strings", .wrongType),
            (#"{"resourceNames":[1]}"#, "expected resource_names to be a string", .wrongType),
            (#"{"node":[]}"#, "expected node to be an object", .wrongType),
            (#"{"node":{"locality":{"zone":{}}}}"#, "expected node.locality.zone to be a string", .wrongType),
            (#"{"node":{"metadata":[]}}"#, "expected node.metadata to be an object", .wrongType),
            (#"{"resourceNames":["a\u0000b"]}"#, "expected resource_names to have no NUL", .invalidText),
            (#"{"node":{"metadata":{"a":"\u0000"}}}"#, "expected metadata without NUL", .invalidText),
            (
                #"{"error_detail":{"code":1.5}}"#,
                "expected error_detail.code to be an integer from -2147483648 to 2147483647", .wrongType
            ),
        ] as [(String, String, MessageError.Code)]
    )
    func wrongTypes(text: String, message: String, code: MessageError.Code) {
        let error = #expect(throws: MessageError.self) { try DiscoveryRequestMessage(json: JSONValue(parsing: text)) }
        #expect(error?.message == message)
        #expect(error?.code == code)
    }

    @Test("Limits apply to JSON too")
    func limits() throws {
        var limits = MessageLimits()
        limits.resourceNames = 1
        limits.nameBytes = 2
        limits.metadataDepth = 2
        for text in [
            #"{"resource_names":["a","b"]}"#, #"{"resource_names":["abc"]}"#, #"{"node":{"metadata":{"a":[[1]]}}}"#,
        ] {
            expectMessageError(.limitExceeded) {
                try DiscoveryRequestMessage(json: JSONValue(parsing: text), limits: limits)
            }
        }
    }
}
