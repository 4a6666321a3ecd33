public import MeshModel
public import TextFormats

extension EnvoyNode {
    /// Reads a node from the JSON form of Envoy's `Node`; fields that ``EnvoyNode`` does not have are ignored (XP-N3,
    /// XP-R2).
    ///
    /// - Throws: ``MessageError`` if a supported field has the wrong type or exceeds a limit (XP-N5).
    public init(json: JSONValue, limits: MessageLimits = MessageLimits()) throws(MessageError) {
        try self.init(try JSONObjectReader(json, path: "", limits: limits), limits: limits)
    }

    /// Reads a node's fields.
    init(_ fields: JSONObjectReader, limits: MessageLimits) throws(MessageError) {
        let limit = limits.identityBytes
        self.init(
            id: try fields.text("id", limit: limit),
            cluster: try fields.text("cluster", limit: limit),
            metadata: try fields.metadata("metadata"),
            userAgentName: try fields.text("user_agent_name", limit: limit),
            userAgentVersion: try fields.text("user_agent_version", limit: limit)
        )
        if let locality = try fields.object("locality") {
            self.locality = Locality(
                region: try locality.text("region", limit: limit),
                zone: try locality.text("zone", limit: limit),
                subzone: try locality.text("sub_zone", limit: limit)
            )
        }
        if self.userAgentVersion.isEmpty,
            let version = try fields.object("user_agent_build_version")?.object("version")
        {
            let major: UInt32 = try version.integer("major_number")
            let minor: UInt32 = try version.integer("minor_number")
            let patch: UInt32 = try version.integer("patch")
            self.userAgentVersion = "\(major).\(minor).\(patch)"
        }
    }
}
