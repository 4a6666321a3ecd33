internal import EnvoyMessages
public import MeshModel

/// Turns assignments into the bytes of ClusterLoadAssignments.
public struct AssignmentEncoding: Sendable {
    private let mesh: MeshSnapshot

    /// Makes an encoding for assignments of one mesh.
    public init(_ mesh: MeshSnapshot) { self.mesh = mesh }

    /// The bytes of a ClusterLoadAssignment; the same for equal assignments.
    ///
    /// - Throws: ``EncodingError`` for a text that cannot be sent, such as one with a NUL.
    public func encode(_ assignment: Assignment) throws(EncodingError) -> [UInt8] {
        var encoder = LbEndpointEncoder()
        var slab: [UInt8] = []
        let shards = assignment.service.flatMap { mesh.shards[$0] } ?? []
        var groups: [LocalityGroup] = []
        for group in assignment.groups {
            var members: [LocalityGroup.Member] = []
            members.reserveCapacity(group.hosts.count)
            for host in group.hosts {
                let fields = Self.fields(of: host.target, shards)
                do {
                    let range = try encoder.append(fields, to: &slab)
                    members.append(LocalityGroup.Member(bytes: range, weight: host.weight))
                } catch {
                    throw EncodingError(assignment: assignment.name, message: error.message)
                }
            }
            groups.append(
                LocalityGroup(
                    locality: group.locality,
                    priority: group.priority,
                    weight: group.weight,
                    members: members
                )
            )
        }
        return AssignmentEncoder.encode(clusterName: assignment.name, groups: groups, slab: slab)
    }

    private static func fields(of target: Assignment.Target, _ shards: [EndpointShard]) -> LbEndpointFields {
        switch target {
        case .endpoint(let position, let tlsMode):
            let endpoint = shards[position.shard].endpoints[position.index]
            return LbEndpointFields(
                address: address(endpoint.address, endpoint.port),
                health: HealthStatus(endpoint.announcedHealth),
                metadata: metadata(tlsMode: tlsMode, workload: WorkloadMetadata.text(for: endpoint))
            )
        case .gateway(let gateway):
            return LbEndpointFields(
                address: address(gateway.address, gateway.port),
                metadata: metadata(tlsMode: "istio", workload: WorkloadMetadata.text(for: gateway))
            )
        }
    }

    /// A socket address, or without a port the path of a Unix socket (W-3).
    private static func address(_ address: String, _ port: Int) -> EndpointAddress {
        if port != 0 { return .socket(ip: address, port: UInt16(clamping: port)) }
        let prefix = "unix://"
        return .pipe(path: address.hasPrefix(prefix) ? String(address.dropFirst(prefix.count)) : address)
    }

    /// What the transport socket is chosen by, and who the workload is (section 4.1 of the notes).
    private static func metadata(tlsMode: String?, workload: String) -> [LbEndpointFields.FilterMetadata] {
        var metadata: [LbEndpointFields.FilterMetadata] = []
        if let tlsMode {
            metadata.append(
                LbEndpointFields.FilterMetadata(
                    filter: "envoy.transport_socket_match",
                    fields: [LbEndpointFields.FilterMetadata.Field(name: "tlsMode", value: .string(tlsMode))]
                )
            )
        }
        metadata.append(
            LbEndpointFields.FilterMetadata(
                filter: "istio",
                fields: [LbEndpointFields.FilterMetadata.Field(name: "workload", value: .string(workload))]
            )
        )
        return metadata
    }
}

extension HealthStatus {
    /// The status by which Envoy knows a health; terminating endpoints are never sent (H-1).
    fileprivate init(_ health: EndpointHealth) {
        switch health {
        case .unknown: self = .unknown
        case .healthy: self = .healthy
        case .unhealthy, .terminating: self = .unhealthy
        case .draining: self = .draining
        }
    }
}
