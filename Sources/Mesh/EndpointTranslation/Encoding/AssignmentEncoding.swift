internal import EnvoyMessages
internal import MeshModel

/// Encodes assignments as ClusterLoadAssignments.
///
/// The endpoints of a service are packed once, by libprotobuf-c, when the service is first sent; an assignment is
/// spliced from
/// those bytes, run by run.
public enum AssignmentEncoding {
    /// Returns the bytes of a ClusterLoadAssignment; the same for equal assignments.
    ///
    /// - Throws: ``EncodingError`` for a text that cannot be encoded, such as one with a NUL.
    public static func encode(_ assignment: Assignment) throws(EncodingError) -> [UInt8] {
        guard let draft = assignment.draft else {
            return AssignmentEncoder.encode(clusterName: assignment.name, groups: [], slab: [])
        }
        do throws(MessageError) {
            var splice = AssignmentSplice(draft.layout, draft.addressMode)
            var groups: [LocalityGroup] = []
            for group in draft.groups { groups.append(try splice.group(group)) }
            return AssignmentEncoder.encode(clusterName: assignment.name, groups: groups, slabs: splice.slabs)
        } catch {
            throw EncodingError(assignment: assignment.name, message: error.message)
        }
    }
}

/// The slabs that one assignment is spliced from, and the ranges of its hosts in them.
private struct AssignmentSplice: ~Copyable {
    /// The maximum number of packed endpoint sets with different weights in an assignment; hosts with others are packed
    /// for it alone.
    private static let maximumFactors = 2

    private struct Source {
        let shard: Int
        let announcesTLS: Bool
        let factor: UInt32
        let endpoints: EncodedEndpoints
    }

    private let layout: EndpointLayout
    private let addressMode: Proxy.AddressMode
    private var sources: [Source] = []
    /// The bytes that are packed for this assignment only: gateways, hosts behind tunnels, unusual weights.
    private var own: [UInt8] = []
    private var encoder = LbEndpointEncoder()
    private var packed: [UInt8] = []

    init(_ layout: EndpointLayout, _ addressMode: Proxy.AddressMode) {
        self.layout = layout
        self.addressMode = addressMode
    }

    /// The bytes packed for this assignment, then the shared ones.
    var slabs: [[UInt8]] { [own] + sources.map(\.endpoints.bytes) }

    mutating func group(_ group: DraftGroup) throws(MessageError) -> LocalityGroup {
        var members: [LocalityGroup.Member] = []
        members.reserveCapacity(group.hosts.count)
        for host in group.hosts { members.append(try member(host)) }
        return LocalityGroup(
            locality: group.locality,
            priority: group.priority,
            weight: group.weight,
            members: members
        )
    }

    private mutating func member(_ host: DraftHost) throws(MessageError) -> LocalityGroup.Member {
        switch host.target {
        case .endpoints(let shard, let places, let announcesTLS):
            if let source = try source(for: host, shard, announcesTLS) {
                return .init(elements: sources[source].endpoints.range(of: places), slab: source + 1)
            }
            let begin = own.count
            for place in places {
                let endpoint = layout.parts[shard].endpoint(at: place)
                let tlsMode = announcesTLS ? endpoint.tlsMode : nil
                let fields = LbEndpointFields(endpoint, tlsMode: tlsMode, tunnel: nil, addressMode)
                try append(fields, weight: host.weight)
            }
            return .init(elements: begin..<own.count)
        case .tunnelled(let place, let announcesTLS, let tunnel):
            let endpoint = layout.endpoint(at: place)
            let tlsMode = announcesTLS ? endpoint.tlsMode : nil
            let begin = own.count
            try append(LbEndpointFields(endpoint, tlsMode: tlsMode, tunnel: tunnel, addressMode), weight: host.weight)
            return .init(elements: begin..<own.count)
        case .gateway(let gateway, let tunnel):
            let begin = own.count
            try append(LbEndpointFields(gateway, tunnel: tunnel), weight: host.weight)
            return .init(elements: begin..<own.count)
        }
    }

    /// Returns the number of the packed endpoints with the host's weight, or `nil` if there are none.
    private mutating func source(
        for host: DraftHost,
        _ shard: Int,
        _ announcesTLS: Bool
    ) throws(MessageError) -> Int? {
        let (factor, rest) = host.weight.quotientAndRemainder(dividingBy: max(1, host.own))
        guard rest == 0, factor > 0 else { return nil }
        let isSame = { (source: Source) in source.shard == shard && source.announcesTLS == announcesTLS }
        if let known = sources.lastIndex(where: { isSame($0) && $0.factor == factor }) { return known }
        guard sources.count(where: isSame) < Self.maximumFactors,
            let endpoints = try layout.parts[shard].encoded(announcesTLS: announcesTLS, factor: factor, addressMode)
        else { return nil }
        sources.append(Source(shard: shard, announcesTLS: announcesTLS, factor: factor, endpoints: endpoints))
        return sources.count - 1
    }

    private mutating func append(_ fields: LbEndpointFields, weight: UInt32) throws(MessageError) {
        packed.removeAll(keepingCapacity: true)
        try encoder.append(fields, to: &packed)
        AssignmentEncoder.appendElement(packed, weight: weight, to: &own)
    }
}
