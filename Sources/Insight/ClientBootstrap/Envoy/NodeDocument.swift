internal import MeshModel
internal import TextFormats

/// The node of a bootstrap.
enum NodeDocument {
    /// The node in the form of Envoy and gRPC.
    ///
    /// The client names itself, so that the user agent is left out. Envoy refuses to start without a service cluster.
    static func json(_ node: EnvoyNode) -> JSONValue {
        Fields.object { fields in
            fields.add("id", node.id)
            fields.add("cluster", node.cluster.isEmpty ? EnvoyNode.workload(ofID: node.id) : node.cluster)
            if let locality = node.locality {
                fields.add("locality") { place in
                    if !locality.region.isEmpty { place.add("region", locality.region) }
                    if !locality.zone.isEmpty { place.add("zone", locality.zone) }
                    if !locality.subzone.isEmpty { place.add("sub_zone", locality.subzone) }
                }
            }
            if !node.metadata.isEmpty { fields.add("metadata", JSONValue(node.metadata)) }
        }
    }
}
