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
        let shards = assignment.endpointService.flatMap { mesh.shards[$0] } ?? []
        var groups: [LocalityGroup] = []
        for group in assignment.groups {
            var members: [LocalityGroup.Member] = []
            members.reserveCapacity(group.hosts.count)
            for host in group.hosts {
                let fields = Self.fields(of: host, shards)
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

    private static func fields(of host: Assignment.Host, _ shards: [EndpointShard]) -> LbEndpointFields {
        switch host.target {
        case .endpoint(let position, let tlsMode):
            let endpoint = shards[position.shard].endpoints[position.index]
            return LbEndpointFields(
                address: host.tunnel.map(address(of:)) ?? address(endpoint.address, endpoint.port),
                health: HealthStatus(endpoint.announcedHealth),
                metadata: metadata(
                    tlsMode: tlsMode,
                    workload: WorkloadMetadata.text(for: endpoint),
                    tunnel: host.tunnel
                )
            )
        case .gateway(let gateway):
            return LbEndpointFields(
                address: host.tunnel.map(address(of:)) ?? address(gateway.address, gateway.port),
                metadata: metadata(
                    tlsMode: host.tunnel == nil ? "istio" : nil,
                    workload: WorkloadMetadata.text(for: gateway),
                    tunnel: host.tunnel
                )
            )
        }
    }

    /// A socket address, or without a port the path of a Unix socket (W-3).
    private static func address(_ address: String, _ port: Int) -> EndpointAddress {
        if port != 0 { return .socket(ip: address, port: UInt16(clamping: port)) }
        let prefix = "unix://"
        return .pipe(path: address.hasPrefix(prefix) ? String(address.dropFirst(prefix.count)) : address)
    }

    /// A listener inside the proxy; the tunnel's end tells it from others.
    private static func address(of tunnel: Assignment.Tunnel) -> EndpointAddress {
        .internalListener(name: tunnel.listener.rawValue, endpointID: tunnel.endpointID)
    }

    private typealias Field = LbEndpointFields.FilterMetadata.Field

    /// What the transport socket is chosen by, and who the workload is (section 4.1 of the notes, A-4, A-5, A-7).
    private static func metadata(
        tlsMode: String?,
        workload: String,
        tunnel: Assignment.Tunnel?
    ) -> [LbEndpointFields.FilterMetadata] {
        var metadata: [LbEndpointFields.FilterMetadata] = []
        if let tunnel {
            var fields = [Field(name: "local", value: .string(tunnel.destination))]
            if let waypoint = tunnel.waypoint { fields.append(Field(name: "waypoint", value: .string(waypoint))) }
            metadata.append(
                LbEndpointFields.FilterMetadata(filter: "envoy.filters.listener.original_dst", fields: fields)
            )
        }
        let socket: Field? =
            tunnel?.choosesSocket == true
            ? Field(name: "tunnel", value: .string("http"))
            : tlsMode.map { Field(name: "tlsMode", value: .string($0)) }
        if let socket {
            metadata.append(LbEndpointFields.FilterMetadata(filter: "envoy.transport_socket_match", fields: [socket]))
        }
        var fields = [Field(name: "workload", value: .string(workload))]
        if let service = tunnel?.service {
            let target: [String: MetadataValue] = ["hbone_target_address": .string(service)]
            fields.insert(Field(name: "double_hbone", value: .object(target)), at: 0)
        }
        metadata.append(LbEndpointFields.FilterMetadata(filter: "istio", fields: fields))
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
