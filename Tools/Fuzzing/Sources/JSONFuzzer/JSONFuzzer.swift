internal import EnvoyMessages
internal import FuzzSupport
internal import MeshModel
internal import TextFormats

@testable internal import MeshSources

/// Fuzzes JSON documents and the requests and nodes in them.
///
/// A document survives a round trip, as JSON and as YAML.
enum JSONFuzzer {
    static func test(_ input: Input) {
        guard let value = try? JSONValue(parsing: input.array) else { return }
        for text in [value.text(), value.text(pretty: true)] {
            require((try? JSONValue(parsing: text)) == value, "another document when read again: \(text)")
        }
        YAMLComparison.check(value)
        messages(value)
    }

    private static func messages(_ value: JSONValue) {
        if let request = try? DiscoveryRequestMessage(json: value), let bytes = try? request.encoded() {
            let decoded = try? DiscoveryRequestMessage(decoding: bytes)
            require(decoded?.resourceNames == request.resourceNames, "other names in protobuf")
            require(decoded?.errorDetail == request.errorDetail, "another error in protobuf")
        }
        if let request = try? DeltaDiscoveryRequestMessage(json: value), let bytes = try? request.encoded() {
            let decoded = try? DeltaDiscoveryRequestMessage(decoding: bytes)
            require(decoded?.initialResourceVersions == request.initialResourceVersions, "other versions in protobuf")
        }
        guard let node = try? EnvoyNode(json: value) else { return }
        // A node can be encoded again, unless its metadata is nested too deeply.
        guard let bytes = try? DiscoveryRequestMessage(node: node).encoded() else { return }
        let decoded = try? DiscoveryRequestMessage(decoding: bytes).decodeNode()
        require(decoded?.id == node.id && decoded?.locality == node.locality, "another node in protobuf")
        require(
            decoded.map { JSONValue($0.metadata).text() } == JSONValue(node.metadata).text(),
            "other metadata in protobuf"
        )
    }
}

/// The entry point of libFuzzer.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    JSONFuzzer.test(Input(data, size))
    return 0
}
