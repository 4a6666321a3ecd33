internal import EnvoyMessages
public import MeshModel

/// Turns assignments into the bytes of ClusterLoadAssignments; safe to use from any thread.
///
/// The endpoints of a service are packed once, by libprotobuf-c, when the service is first sent; an assignment is spliced
/// from those bytes.
public final class AssignmentEncoding: Sendable {
    private struct Key: Hashable {
        let service: MeshSnapshot.ServiceKey
        let announcesTLS: Bool
    }

    private let mesh: MeshSnapshot
    private let packed = OnceTable<Key, EncodedEndpoints>()

    /// Makes an encoding for assignments of one mesh.
    public init(_ mesh: MeshSnapshot) { self.mesh = mesh }

    /// The bytes of a ClusterLoadAssignment; the same for equal assignments.
    ///
    /// - Throws: ``EncodingError`` for a text that cannot be sent, such as one with a NUL.
    public func encode(_ assignment: Assignment) throws(EncodingError) -> [UInt8] {
        do throws(MessageError) {
            var splice = try AssignmentSplice(self, assignment)
            let groups = try assignment.groups.map { (group) throws(MessageError) in try splice.group(group) }
            return AssignmentEncoder.encode(clusterName: assignment.name, groups: groups, slabs: splice.slabs)
        } catch {
            throw EncodingError(assignment: assignment.name, message: error.message)
        }
    }

    /// The packed endpoints of a service, with or without their TLS modes.
    fileprivate func endpoints(
        of service: MeshSnapshot.ServiceKey,
        announcesTLS: Bool
    ) throws(MessageError) -> EncodedEndpoints {
        try packed.value(for: Key(service: service, announcesTLS: announcesTLS)) { () throws(MessageError) in
            try EncodedEndpoints(mesh.shards[service] ?? [], announcesTLS: announcesTLS)
        }
    }

    fileprivate func endpoint(_ position: EndpointPosition, of service: MeshSnapshot.ServiceKey) -> Endpoint? {
        mesh.shards[service]?[position.shard].endpoints[position.index]
    }
}

/// The slabs that one assignment is spliced from, and the ranges of its hosts in them.
private struct AssignmentSplice {
    private enum Slab {
        static let plain = 0
        static let secured = 1
        /// What is packed for this assignment only: gateways, and hosts behind tunnels.
        static let own = 2
    }

    private let encoding: AssignmentEncoding
    private let service: MeshSnapshot.ServiceKey
    private let plain: EncodedEndpoints?
    private let secured: EncodedEndpoints?
    private var own: [UInt8] = []

    init(_ encoding: AssignmentEncoding, _ assignment: Assignment) throws(MessageError) {
        self.encoding = encoding
        service = assignment.endpointService ?? MeshSnapshot.ServiceKey(hostname: "", namespace: "")
        var hasPlain = false
        var hasSecured = false
        for group in assignment.groups {
            for host in group.hosts where host.tunnel == nil {
                guard case .endpoint(_, let tlsMode) = host.target else { continue }
                if tlsMode == nil { hasPlain = true } else { hasSecured = true }
            }
        }
        plain = hasPlain ? try encoding.endpoints(of: service, announcesTLS: false) : nil
        secured = hasSecured ? try encoding.endpoints(of: service, announcesTLS: true) : nil
    }

    var slabs: [[UInt8]] { [plain?.slab ?? [], secured?.slab ?? [], own] }

    mutating func group(_ group: Assignment.Group) throws(MessageError) -> LocalityGroup {
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

    private mutating func member(_ host: Assignment.Host) throws(MessageError) -> LocalityGroup.Member {
        switch host.target {
        case .endpoint(let position, let tlsMode):
            if host.tunnel == nil {
                if tlsMode == nil, let plain {
                    return .init(bytes: plain.range(of: position), slab: Slab.plain, weight: host.weight)
                }
                if let secured {
                    return .init(bytes: secured.range(of: position), slab: Slab.secured, weight: host.weight)
                }
            }
            guard let endpoint = encoding.endpoint(position, of: service) else { return .init(bytes: 0..<0) }
            let fields = LbEndpointFields(endpoint, tlsMode: tlsMode, tunnel: host.tunnel)
            return .init(bytes: try pack(fields), slab: Slab.own, weight: host.weight)
        case .gateway(let gateway):
            let fields = LbEndpointFields(gateway, tunnel: host.tunnel)
            return .init(bytes: try pack(fields), slab: Slab.own, weight: host.weight)
        }
    }

    private mutating func pack(_ fields: LbEndpointFields) throws(MessageError) -> Range<Int> {
        var encoder = LbEndpointEncoder()
        return try encoder.append(fields, to: &own)
    }
}
