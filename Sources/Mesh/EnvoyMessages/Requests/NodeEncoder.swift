internal import CEnvoyAPI
internal import MeshModel

/// The encoder of nodes through libprotobuf-c, for simulated clients and for tests.
enum NodeEncoder {
    /// Packs a node; metadata is sorted by name.
    ///
    /// - Throws: ``MessageError`` if a text contains a NUL, or if metadata is nested too deep.
    static func encode(_ node: EnvoyNode) throws(MessageError) -> [UInt8] {
        let arena = MessageArena()
        let message = arena.make(envoy__config__core__v3__node__init)
        message.pointee.id = try arena.text(node.id)
        message.pointee.cluster = try arena.text(node.cluster)
        message.pointee.user_agent_name = try arena.text(node.userAgentName)
        if let locality = node.locality {
            let tree = arena.make(envoy__config__core__v3__locality__init)
            tree.pointee.region = try arena.text(locality.region)
            tree.pointee.zone = try arena.text(locality.zone)
            tree.pointee.sub_zone = try arena.text(locality.subzone)
            message.pointee.locality = tree
        }
        if !node.userAgentVersion.isEmpty {
            message.pointee.user_agent_version_type_case =
                ENVOY__CONFIG__CORE__V3__NODE__USER_AGENT_VERSION_TYPE_USER_AGENT_VERSION
            message.pointee.user_agent_version = try arena.text(node.userAgentVersion)
        }
        if !node.metadata.isEmpty {
            let structure = try MetadataTree(arena: arena).structure(node.metadata)
            let size = google__protobuf__struct__get_packed_size(structure)
            let bytes = arena.bytes(size)
            _ = google__protobuf__struct__pack(structure, bytes)
            message.pointee.metadata = ProtobufCBinaryData(len: size, data: bytes)
        }
        let size = envoy__config__core__v3__node__get_packed_size(message)
        // An empty node has no bytes, and its buffer may have no address.
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = buffer.baseAddress.map { envoy__config__core__v3__node__pack(message, $0) } ?? 0
        }
    }
}
