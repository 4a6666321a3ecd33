import EnvoyMessages
import MeshModel

/// Packed assignments and responses for tests of clients.
enum SampleAssignment {
    /// Returns an assignment of endpoints with addresses.
    static func packed(_ name: String, _ addresses: [String]) throws -> [UInt8] {
        var encoder = LbEndpointEncoder()
        var slab: [UInt8] = []
        var members: [LocalityGroup.Member] = []
        for address in addresses {
            let fields = LbEndpointFields(address: .socket(ip: address, port: 80))
            members.append(LocalityGroup.Member(bytes: try encoder.append(fields, to: &slab), weight: 1))
        }
        let group = LocalityGroup(locality: Locality(), members: members)
        return AssignmentEncoder.encode(clusterName: name, groups: [group], slab: slab)
    }

    /// Returns a state-of-the-world response.
    static func sotw(version: String, nonce: String, _ resources: [[UInt8]]) -> [UInt8] {
        let encoder = DiscoveryResponseEncoder()
        return encoder.head(version: version) + resources.flatMap(encoder.anyChunk) + encoder.tail(nonce: nonce)
    }

    /// Returns an incremental response.
    static func delta(
        nonce: String,
        _ resources: [(name: String, bytes: [UInt8])],
        removed: [String] = []
    ) -> [UInt8] {
        let encoder = DiscoveryResponseEncoder()
        return encoder.deltaHead(systemVersion: "")
            + resources.flatMap { encoder.deltaChunk(name: $0.name, version: "1", resource: $0.bytes) }
            + encoder.deltaTail(nonce: nonce, removedResources: removed)
    }
}
