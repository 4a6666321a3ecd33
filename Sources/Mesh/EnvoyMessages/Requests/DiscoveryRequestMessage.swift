internal import CEnvoyAPI
public import MeshModel

/// A state-of-the-world request: `envoy.service.discovery.v3.DiscoveryRequest`.
public struct DiscoveryRequestMessage: Sendable {
    /// The version of the last response that the client accepted; empty if none.
    public var versionInfo: String

    /// The names subscribed to, in the order and number as received; those of plain locators come last (XP-S20).
    public var resourceNames: [String]

    /// The type of the resources; empty if the method implies it.
    public var typeURL: String

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
        versionInfo: String = "",
        resourceNames: [String] = [],
        typeURL: String = "",
        responseNonce: String = "",
        errorDetail: RPCStatus? = nil,
        node: EnvoyNode? = nil
    ) {
        self.versionInfo = versionInfo
        self.resourceNames = resourceNames
        self.typeURL = typeURL
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

extension DiscoveryRequestMessage: RequestDecoding {
    static var messageType: EnvoyMessageType { .discoveryRequest }
    static var nodeField: Int { 2 }

    init(_ request: Envoy__Service__Discovery__V3__DiscoveryRequest, limits: MessageLimits) throws(MessageError) {
        var names = ResourceNameReader(limits: limits)
        versionInfo = try WireText.copy(request.version_info, limit: limits.nameBytes)
        resourceNames = try names.read(request.resource_names, count: request.n_resource_names)
        resourceNames += try names.read(
            locators: request.resource_locators,
            count: request.n_resource_locators
        )
        typeURL = try WireText.copy(request.type_url, limit: limits.nameBytes)
        responseNonce = try WireText.copy(request.response_nonce, limit: limits.nameBytes)
        errorDetail = RPCStatus(request.error_detail, limits: limits)
    }
}
