internal import CEnvoyAPI
public import MeshModel

/// An incremental request: `envoy.service.discovery.v3.DeltaDiscoveryRequest`.
public struct DeltaDiscoveryRequestMessage: Sendable {
    /// The type of the resources; empty if the method implies it.
    public var typeURL: String

    /// The names to subscribe to, in the order and number as received.
    public var resourceNamesSubscribe: [String]

    /// The names to unsubscribe from, in the order and number as received.
    public var resourceNamesUnsubscribe: [String]

    /// The versions by name that the client still has from an earlier stream.
    public var initialResourceVersions: [String: String]

    /// The nonce of the response that this request replies to; empty if it replies to none.
    public var responseNonce: String

    /// The error of that response; nil unless the request is a NACK.
    public var errorDetail: RPCStatus?

    /// The client's node, undecoded; nil if the request has none or it was not kept.
    public var node: EncodedNode?

    /// The range of the packed node in the decoded bytes; nil if the request has none.
    ///
    /// If a (pathological) request has several nodes, the last one is used.
    public internal(set) var nodeRange: Range<Int>?

    /// Creates a request, for tests and for simulated clients.
    public init(
        typeURL: String = "",
        resourceNamesSubscribe: [String] = [],
        resourceNamesUnsubscribe: [String] = [],
        initialResourceVersions: [String: String] = [:],
        responseNonce: String = "",
        errorDetail: RPCStatus? = nil,
        node: EnvoyNode? = nil
    ) {
        self.typeURL = typeURL
        self.resourceNamesSubscribe = resourceNamesSubscribe
        self.resourceNamesUnsubscribe = resourceNamesUnsubscribe
        self.initialResourceVersions = initialResourceVersions
        self.responseNonce = responseNonce
        self.errorDetail = errorDetail
        self.node = node.map { EncodedNode($0) }
    }

    /// Decodes a packed request; the node, if kept, shares the array's memory.
    ///
    /// - Parameter keepingNode: pass false for all but the first message of a stream, so that the bytes can be freed
    ///   (XP-N1).
    /// - Throws: ``MessageError`` if the bytes are not such a message or exceed a limit (XP-H20, XP-H22).
    public init(
        decoding bytes: [UInt8],
        keepingNode: Bool = true,
        limits: MessageLimits = MessageLimits()
    ) throws(MessageError) {
        self = try Self.decode(sharing: bytes, keepingNode: keepingNode, limits: limits)
    }

    /// Decodes a packed request; the node, if kept, is copied.
    ///
    /// - Parameter keepingNode: pass false for all but the first message of a stream, so that nothing is copied
    ///   (XP-N1).
    /// - Throws: ``MessageError`` if the bytes are not such a message or exceed a limit (XP-H20, XP-H22).
    public init(
        decoding bytes: UnsafeRawBufferPointer,
        keepingNode: Bool = true,
        limits: MessageLimits = MessageLimits()
    ) throws(MessageError) {
        self = try Self.decode(copying: bytes, keepingNode: keepingNode, limits: limits)
    }

    /// Decodes the node; nil if the request has none.
    ///
    /// - Throws: ``MessageError`` if the bytes are not a node or exceed a limit (XP-L1, XP-N5).
    public func decodeNode(limits: MessageLimits = MessageLimits()) throws(MessageError) -> EnvoyNode? {
        guard let node else { return nil }
        return try node.decode(limits: limits)
    }
}

extension DeltaDiscoveryRequestMessage: RequestDecoding {
    static var messageType: EnvoyMessageType { .deltaDiscoveryRequest }
    static var nodeField: Int { 1 }

    init(_ request: Envoy__Service__Discovery__V3__DeltaDiscoveryRequest, limits: MessageLimits) throws(MessageError) {
        var names = ResourceNameReader(limits: limits)
        typeURL = try WireText.copy(request.type_url, limit: limits.nameBytes)
        resourceNamesSubscribe = try names.read(
            request.resource_names_subscribe,
            count: request.n_resource_names_subscribe
        )
        resourceNamesUnsubscribe = try names.read(
            request.resource_names_unsubscribe,
            count: request.n_resource_names_unsubscribe
        )
        resourceNamesSubscribe += try names.read(
            locators: request.resource_locators_subscribe,
            count: request.n_resource_locators_subscribe
        )
        resourceNamesUnsubscribe += try names.read(
            locators: request.resource_locators_unsubscribe,
            count: request.n_resource_locators_unsubscribe
        )
        try names.admit(request.n_initial_resource_versions)
        initialResourceVersions = [:]
        let versions = UnsafeBufferPointer(
            start: request.initial_resource_versions,
            count: request.n_initial_resource_versions
        )
        for entry in versions {
            // libprotobuf-c shows a map as a list and merges nothing: of a repeated name the last version is used.
            let name = try WireText.copy(entry?.pointee.key, limit: limits.nameBytes)
            initialResourceVersions[name] = try WireText.copy(entry?.pointee.value, limit: limits.nameBytes)
        }
        responseNonce = try WireText.copy(request.response_nonce, limit: limits.nameBytes)
        errorDetail = RPCStatus(request.error_detail, limits: limits)
    }
}
