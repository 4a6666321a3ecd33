internal import EnvoyMessages
internal import MeshModel

extension LbEndpointFields {
    /// Makes the fields of an endpoint (EG-W1 to EG-D3, EG-A3 to EG-A5).
    init(_ endpoint: Endpoint, tlsMode: String?, tunnel: Assignment.Tunnel?, _ addressMode: Proxy.AddressMode) {
        let further =
            tunnel == nil && endpoint.addresses.count > 1
            ? endpoint.addresses(reachedBy: addressMode).dropFirst() : []
        self.init(
            address: Self.address(endpoint.address(reachedBy: addressMode), endpoint.port, tunnel),
            additionalAddresses: further.map { Self.address($0, endpoint.port, nil) },
            health: HealthStatus(endpoint.announcedHealth),
            metadata: Self.metadata(
                tlsMode: tlsMode,
                workload: WorkloadMetadata.text(for: endpoint),
                tunnel: tunnel
            )
        )
    }

    /// Makes the fields of a gateway (EG-K1, EG-K2, EG-A6, EG-A7).
    init(_ gateway: Gateway, tunnel: Assignment.Tunnel?) {
        self.init(
            address: Self.address(gateway.address, gateway.port, tunnel),
            metadata: Self.metadata(
                tlsMode: tunnel == nil ? "istio" : nil,
                workload: WorkloadMetadata.text(for: gateway),
                tunnel: tunnel
            )
        )
    }

    /// Returns a socket address, without a port the path of a Unix socket (EG-W3), or a listener inside the proxy,
    /// distinguished by the
    /// tunnel's end (EG-A3, EG-A6).
    private static func address(_ address: String, _ port: Int, _ tunnel: Assignment.Tunnel?) -> EndpointAddress {
        if let tunnel { return .internalListener(name: tunnel.listener.rawValue, endpointID: tunnel.endpointID) }
        if port != 0 { return .socket(ip: address, port: UInt16(clamping: port)) }
        let prefix = "unix://"
        return .pipe(path: address.hasPrefix(prefix) ? String(address.dropFirst(prefix.count)) : address)
    }

    private typealias Field = FilterMetadata.Field

    /// Returns the metadata that selects the transport socket and identifies the workload (EG-D1 to EG-D3, EG-A4,
    /// EG-A5, EG-A7).
    private static func metadata(
        tlsMode: String?,
        workload: String,
        tunnel: Assignment.Tunnel?
    ) -> [FilterMetadata] {
        var metadata: [FilterMetadata] = []
        if let tunnel {
            var fields = [Field(name: "local", value: .string(tunnel.destination))]
            if let waypoint = tunnel.waypoint { fields.append(Field(name: "waypoint", value: .string(waypoint))) }
            metadata.append(FilterMetadata(filter: "envoy.filters.listener.original_dst", fields: fields))
        }
        let socket: Field? =
            tunnel?.choosesSocket == true
            ? Field(name: "tunnel", value: .string("http"))
            : tlsMode.map { Field(name: "tlsMode", value: .string($0)) }
        if let socket { metadata.append(FilterMetadata(filter: "envoy.transport_socket_match", fields: [socket])) }
        var fields = [Field(name: WorkloadMetadata.field, value: .string(workload))]
        if let service = tunnel?.service {
            let target: [String: MetadataValue] = ["hbone_target_address": .string(service)]
            fields.insert(Field(name: "double_hbone", value: .object(target)), at: 0)
        }
        metadata.append(FilterMetadata(filter: WorkloadMetadata.filter, fields: fields))
        return metadata
    }
}

extension HealthStatus {
    /// Makes the status of a health in Envoy; terminating endpoints are never sent (EG-H1).
    fileprivate init(_ health: EndpointHealth) {
        switch health {
        case .unknown: self = .unknown
        case .healthy: self = .healthy
        case .unhealthy, .terminating: self = .unhealthy
        case .draining: self = .draining
        }
    }
}
