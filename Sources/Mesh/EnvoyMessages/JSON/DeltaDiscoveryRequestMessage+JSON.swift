internal import MeshModel
public import TextFormats

extension DeltaDiscoveryRequestMessage {
    /// Reads a request from proto3 JSON (XP-R2, XP-R3).
    ///
    /// - Throws: ``MessageError`` if a supported field has the wrong type or exceeds a limit.
    public init(json: JSONValue, limits: MessageLimits = MessageLimits()) throws(MessageError) {
        let fields = try JSONObjectReader(json, path: "", limits: limits)
        var names = ResourceNameReader(limits: limits)
        self.init(
            typeURL: try fields.text("type_url", limit: limits.nameBytes),
            resourceNamesSubscribe: try fields.texts("resource_names_subscribe", limit: limits.nameBytes),
            resourceNamesUnsubscribe: try fields.texts("resource_names_unsubscribe", limit: limits.nameBytes),
            initialResourceVersions: try fields.textMap("initial_resource_versions", limit: limits.nameBytes),
            responseNonce: try fields.text("response_nonce", limit: limits.nameBytes),
            errorDetail: try RPCStatus(field: "error_detail", of: fields, limits: limits),
            node: try fields.object("node").map { node throws(MessageError) in try EnvoyNode(node, limits: limits) }
        )
        try names.admit(self.resourceNamesSubscribe.count)
        try names.admit(self.resourceNamesUnsubscribe.count)
        try names.admit(self.initialResourceVersions.count)
    }
}
