internal import CEnvoyAPI

/// The encoder of single endpoints through libprotobuf-c, without their weight (XP-V5).
///
/// The weight is the last field of an `LbEndpoint`, so ``AssignmentEncoder`` can append it; the rest is packed once,
/// when the endpoint changes. An encoder reuses its memory and is not shared between threads.
public struct LbEndpointEncoder: ~Copyable {
    private let arena = MessageArena()

    /// Creates an encoder.
    public init() {}

    /// Appends an endpoint's bytes, without tag, length and weight.
    ///
    /// - Returns: the range of the bytes in `output`.
    /// - Throws: ``MessageError`` if a text contains a NUL, or if metadata is nested too deep; `output` is then
    ///   unchanged.
    @discardableResult
    public mutating func append(
        _ fields: LbEndpointFields,
        to output: inout [UInt8]
    ) throws(MessageError) -> Range<Int> {
        arena.reset()
        let message = try tree(fields)
        let size = envoy__config__endpoint__v3__lb_endpoint__get_packed_size(message)
        let range = output.count..<(output.count + size)
        output.append(contentsOf: repeatElement(0, count: size))
        output.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            _ = envoy__config__endpoint__v3__lb_endpoint__pack(message, base + range.lowerBound)
        }
        return range
    }

    /// Appends `load_balancing_weight` (field 4) to a packed endpoint.
    public static func appendWeight(_ weight: UInt32, to output: inout [UInt8]) {
        WireWriter.append(wrapped: weight, number: 4, to: &output)
    }

    private func tree(
        _ fields: LbEndpointFields
    ) throws(MessageError) -> UnsafeMutablePointer<Envoy__Config__Endpoint__V3__LbEndpoint> {
        let message = self.arena.make(envoy__config__endpoint__v3__lb_endpoint__init)
        message.pointee.host_identifier_case = ENVOY__CONFIG__ENDPOINT__V3__LB_ENDPOINT__HOST_IDENTIFIER_ENDPOINT
        message.pointee.endpoint = try endpoint(fields)
        message.pointee.health_status = Envoy__Config__Core__V3__HealthStatus(fields.health.rawValue)
        if !fields.metadata.isEmpty {
            message.pointee.metadata = try MetadataTree(arena: self.arena).metadata(fields.metadata)
        }
        return message
    }

    private func endpoint(
        _ fields: LbEndpointFields
    ) throws(MessageError) -> UnsafeMutablePointer<Envoy__Config__Endpoint__V3__Endpoint> {
        let endpoint = arena.make(envoy__config__endpoint__v3__endpoint__init)
        endpoint.pointee.address = try self.address(fields.address)
        if !fields.hostname.utf8.isEmpty {
            endpoint.pointee.hostname = try arena.text(fields.hostname)
        }
        var additional: [UnsafeMutablePointer<Envoy__Config__Endpoint__V3__Endpoint__AdditionalAddress>] = []
        for address in fields.additionalAddresses {
            let element = arena.make(envoy__config__endpoint__v3__endpoint__additional_address__init)
            element.pointee.address = try self.address(address)
            additional.append(element)
        }
        endpoint.pointee.n_additional_addresses = additional.count
        endpoint.pointee.additional_addresses = arena.list(additional)
        return endpoint
    }

    private func address(
        _ address: EndpointAddress
    ) throws(MessageError) -> UnsafeMutablePointer<Envoy__Config__Core__V3__Address> {
        let message = arena.make(envoy__config__core__v3__address__init)
        switch address {
        case .socket(let ip, let port):
            message.pointee.address_case = ENVOY__CONFIG__CORE__V3__ADDRESS__ADDRESS_SOCKET_ADDRESS
            message.pointee.socket_address = try socket(ip: ip, port: port)
        case .pipe(let path):
            let pipe = arena.make(envoy__config__core__v3__pipe__init)
            pipe.pointee.path = try arena.text(path)
            message.pointee.address_case = ENVOY__CONFIG__CORE__V3__ADDRESS__ADDRESS_PIPE
            message.pointee.pipe = pipe
        case .internalListener(let name, let endpointID):
            message.pointee.address_case = ENVOY__CONFIG__CORE__V3__ADDRESS__ADDRESS_ENVOY_INTERNAL_ADDRESS
            message.pointee.envoy_internal_address = try listener(name: name, endpointID: endpointID)
        }
        return message
    }

    private func socket(
        ip: String,
        port: UInt16
    ) throws(MessageError) -> UnsafeMutablePointer<Envoy__Config__Core__V3__SocketAddress> {
        let socket = arena.make(envoy__config__core__v3__socket_address__init)
        socket.pointee.address = try arena.text(ip)
        socket.pointee.port_specifier_case =
            ENVOY__CONFIG__CORE__V3__SOCKET_ADDRESS__PORT_SPECIFIER_PORT_VALUE
        socket.pointee.port_value = UInt32(port)
        return socket
    }

    private func listener(
        name: String,
        endpointID: String
    ) throws(MessageError) -> UnsafeMutablePointer<Envoy__Config__Core__V3__EnvoyInternalAddress> {
        let listener = arena.make(envoy__config__core__v3__envoy_internal_address__init)
        listener.pointee.address_name_specifier_case =
            ENVOY__CONFIG__CORE__V3__ENVOY_INTERNAL_ADDRESS__ADDRESS_NAME_SPECIFIER_SERVER_LISTENER_NAME
        listener.pointee.server_listener_name = try arena.text(name)
        listener.pointee.endpoint_id = try arena.text(endpointID)
        return listener
    }
}
