internal import CEnvoyAPI
public import MeshModel

/// The decoder of an `envoy.config.core.v3.Node`, which keeps the fields of ``EnvoyNode`` (XP-N3).
public struct NodeDecoder: Sendable {
    private static let metadataField = 3

    /// The limits of the decoded data.
    public var limits: MessageLimits

    /// Creates a decoder.
    public init(limits: MessageLimits = MessageLimits()) {
        self.limits = limits
    }

    /// Decodes a packed node.
    ///
    /// - Throws: ``MessageError``, with offsets from the beginning of the node, if the bytes are not a node, or if a
    ///   text, the nesting or the number of values exceeds its limit (XP-L1, XP-N5).
    public func decode(_ bytes: UnsafeRawBufferPointer) throws(MessageError) -> EnvoyNode {
        var bounds = self.limits
        bounds.messageBytes = self.limits.nodeBytes
        bounds.fields = self.limits.nodeFields
        let message = try UnpackedMessage(.node, from: bytes, capturing: Self.metadataField, limits: bounds)
        var node = try message.withMessage(as: Envoy__Config__Core__V3__Node.self) { node throws(MessageError) in
            try copy(node)
        }
        if let range = message.captured {
            var decoder = MetadataDecoder(bytes, limits: self.limits)
            node.metadata = try decoder.decode(range)
        }
        return node
    }

    private func copy(_ node: Envoy__Config__Core__V3__Node) throws(MessageError) -> EnvoyNode {
        var copy = EnvoyNode(id: try text(node.id))
        copy.cluster = try text(node.cluster)
        copy.userAgentName = try text(node.user_agent_name)
        if let locality = node.locality?.pointee {
            copy.locality = Locality(
                region: try text(locality.region),
                zone: try text(locality.zone),
                subzone: try text(locality.sub_zone)
            )
        }
        switch node.user_agent_version_type_case {
        case ENVOY__CONFIG__CORE__V3__NODE__USER_AGENT_VERSION_TYPE_USER_AGENT_VERSION:
            copy.userAgentVersion = try text(node.user_agent_version)
        case ENVOY__CONFIG__CORE__V3__NODE__USER_AGENT_VERSION_TYPE_USER_AGENT_BUILD_VERSION:
            if let version = node.user_agent_build_version?.pointee.version?.pointee {
                copy.userAgentVersion = "\(version.major_number).\(version.minor_number).\(version.patch)"
            }
        default:
            break
        }
        return copy
    }

    private func text(_ text: UnsafePointer<CChar>?) throws(MessageError) -> String {
        try WireText.copy(text, limit: limits.identityBytes)
    }
}
