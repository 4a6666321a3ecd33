internal import MeshModel
public import TextFormats

extension DiscoveryRequestMessage {
    /// Reads a request from proto3 JSON, as Envoy's REST poller sends it (XP-R1, XP-R2, XP-R3).
    ///
    /// - Throws: ``MessageError`` if a supported field has the wrong type or exceeds a limit.
    public init(json: JSONValue, limits: MessageLimits = MessageLimits()) throws(MessageError) {
        let fields = try JSONObjectReader(json, path: "", limits: limits)
        var names = ResourceNameReader(limits: limits)
        self.init(
            versionInfo: try fields.text("version_info", limit: limits.nameBytes),
            resourceNames: try fields.texts("resource_names", limit: limits.nameBytes),
            typeURL: try fields.text("type_url", limit: limits.nameBytes),
            responseNonce: try fields.text("response_nonce", limit: limits.nameBytes),
            errorDetail: try RPCStatus(field: "error_detail", of: fields, limits: limits),
            node: try fields.object("node").map { node throws(MessageError) in try EnvoyNode(node, limits: limits) }
        )
        try names.admit(self.resourceNames.count)
    }
}
