internal import EnvoyMessages
internal import FuzzSupport
internal import MeshModel
internal import TextFormats

/// Fuzzes requests and nodes in protobuf, with the limits of a server and with narrow ones.
///
/// A decoded request survives a round trip.
enum RequestFuzzer {
    static func test(_ input: Input) {
        let bytes = input.array
        var narrow = MessageLimits()
        narrow.errorTextBytes = 8
        narrow.nameBytes = 64
        narrow.metadataValues = 8
        for limits in [MessageLimits(), narrow] {
            stateOfTheWorld(bytes, limits)
            delta(bytes, limits)
        }
        shown(bytes)
    }

    private static func stateOfTheWorld(_ bytes: [UInt8], _ limits: MessageLimits) {
        guard let request = try? DiscoveryRequestMessage(decoding: bytes, limits: limits) else { return }
        node(request.node, limits)
        guard let encoded = try? request.encoded(),
            let again = try? DiscoveryRequestMessage(decoding: encoded, limits: limits)
        else { fatalError("a request cannot be sent on") }
        require(again.versionInfo == request.versionInfo, "another version")
        require(again.resourceNames == request.resourceNames, "other names")
        require(again.typeURL == request.typeURL, "another type")
        require(again.responseNonce == request.responseNonce, "another nonce")
        require(again.errorDetail == request.errorDetail, "another error")
        require((try? again.encoded()) == encoded, "other bytes")
    }

    private static func delta(_ bytes: [UInt8], _ limits: MessageLimits) {
        guard let request = try? DeltaDiscoveryRequestMessage(decoding: bytes, limits: limits) else { return }
        node(request.node, limits)
        guard let encoded = try? request.encoded(),
            let again = try? DeltaDiscoveryRequestMessage(decoding: encoded, limits: limits)
        else { fatalError("a delta request cannot be sent on") }
        require(again.typeURL == request.typeURL, "another type")
        require(again.resourceNamesSubscribe == request.resourceNamesSubscribe, "other names")
        require(again.resourceNamesUnsubscribe == request.resourceNamesUnsubscribe, "other names")
        require(again.initialResourceVersions == request.initialResourceVersions, "other versions")
        require(again.responseNonce == request.responseNonce, "another nonce")
        require(again.errorDetail == request.errorDetail, "another error")
        require((try? again.encoded()) == encoded, "other bytes")
    }

    private static func node(_ packed: EncodedNode?, _ limits: MessageLimits) {
        guard let packed, let node = try? packed.decode(limits: limits) else { return }
        // Metadata may be read deeper than it is written.
        guard let bytes = try? DiscoveryRequestMessage(node: node).encoded() else { return }
        guard let again = try? DiscoveryRequestMessage(decoding: bytes).decodeNode() else {
            fatalError("a node cannot be read again")
        }
        require(again.id == node.id && again.cluster == node.cluster, "another node")
        require(again.locality == node.locality, "another locality")
        require(again.userAgentName == node.userAgentName, "another user agent")
        require(again.userAgentVersion == node.userAgentVersion, "another version of the user agent")
        // As text, because NaN is not equal to itself.
        require(JSONValue(again.metadata).text() == JSONValue(node.metadata).text(), "other metadata")
    }

    /// Converts every message to JSON, as `translate` does with assignments.
    private static func shown(_ bytes: [UInt8]) {
        for type in EnvoyMessageType.allCases {
            guard let value = try? MessageJSON(limits: MessageLimits()).value(of: type, bytes) else { continue }
            require((try? JSONValue(parsing: value.text())) == value, "another \(type) when read again")
        }
        _ = try? DiscoveryResponseMessage(decoding: bytes)
        _ = try? DeltaDiscoveryResponseMessage(decoding: bytes)
    }
}

/// The entry point of libFuzzer.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    RequestFuzzer.test(Input(data, size))
    return 0
}
