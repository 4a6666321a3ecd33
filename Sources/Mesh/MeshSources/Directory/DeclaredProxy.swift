public import MeshModel

/// A proxy of `proxies.yaml`, with the clusters that it subscribes to.
public struct DeclaredProxy: Hashable, Sendable {
    /// The node.
    public var node: EnvoyNode
    /// The cluster names.
    public var resources: [String]
    /// The place in the input.
    public var location: SourceLocation

    /// Makes a proxy.
    public init(node: EnvoyNode, resources: [String], location: SourceLocation) {
        self.node = node
        self.resources = resources
        self.location = location
    }

    init(_ value: ManifestValue) throws(InputError) {
        let fields = try value.mapping("a proxy with its node")
        try fields.allowOnly(["node", "resources"])
        node = try EnvoyNode(fields.required("node", "an Envoy Node"))
        resources = try fields["resources"]?.strings("a list of cluster names") ?? []
        location = value.location
    }
}

extension EnvoyNode {
    /// Reads a node in its JSON form, field names in either spelling.
    init(_ value: ManifestValue) throws(InputError) {
        let fields = try value.mapping("an Envoy Node")
        self.init(id: try fields.string("id"), cluster: try fields.string("cluster"))
        if case .object(let object)? = try fields["metadata"]?.metadata() { metadata = object }
        if let place = try fields.mapping("locality") {
            locality = Locality(
                region: try place.string("region"),
                zone: try place.string("zone"),
                subzone: try place["subZone", or: "sub_zone"]?.string() ?? ""
            )
        }
        userAgentName = try fields["userAgentName", or: "user_agent_name"]?.string() ?? ""
        userAgentVersion = try fields["userAgentVersion", or: "user_agent_version"]?.string() ?? ""
    }
}
