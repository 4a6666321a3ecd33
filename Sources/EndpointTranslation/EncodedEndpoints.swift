internal import EnvoyMessages
internal import MeshModel

/// All endpoints of one service as packed bytes, without weights: packed once, and copied from then on.
final class EncodedEndpoints: Sendable {
    /// The bytes, endpoint after endpoint.
    let slab: [UInt8]
    /// Where each endpoint of a shard begins, and where the last one ends.
    private let offsets: [[Int]]

    /// Packs endpoints.
    ///
    /// - Parameters:
    ///   - shards: the endpoints.
    ///   - announcesTLS: whether their TLS modes are sent with them.
    /// - Throws: `MessageError` for a text that cannot be sent.
    init(_ shards: [EndpointShard], announcesTLS: Bool) throws(MessageError) {
        var encoder = LbEndpointEncoder()
        var slab: [UInt8] = []
        var offsets: [[Int]] = []
        for shard in shards {
            var starts = [slab.count]
            starts.reserveCapacity(shard.endpoints.count + 1)
            for endpoint in shard.endpoints {
                let tlsMode = announcesTLS ? endpoint.tlsMode : nil
                try encoder.append(LbEndpointFields(endpoint, tlsMode: tlsMode, tunnel: nil), to: &slab)
                starts.append(slab.count)
            }
            offsets.append(starts)
        }
        self.slab = slab
        self.offsets = offsets
    }

    /// The bytes of one endpoint.
    func range(of position: EndpointPosition) -> Range<Int> {
        let starts = offsets[position.shard]
        return starts[position.index]..<starts[position.index + 1]
    }
}
