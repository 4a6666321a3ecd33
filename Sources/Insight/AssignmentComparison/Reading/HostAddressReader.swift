internal import MeshModel
internal import TextFormats

/// Reads the addresses of hosts: `envoy.config.core.v3.Address` in JSON.
enum HostAddressReader {
    /// Returns the text of an address for comparisons.
    static func text(_ address: JSONValue?) throws(DumpError) -> String {
        guard let address, case .object = address else {
            throw DumpError(
                .type,
                "the address is missing, expected one with socketAddress, pipe or envoyInternalAddress"
            )
        }
        if let socket = try address.message("socketAddress", "socket_address") {
            let port = try socket.number("portValue", "port_value")
            let name = try socket.text("namedPort", "named_port")
            return self.text(try socket.text("address"), port.map { String($0) } ?? (name.isEmpty ? "0" : name))
        }
        if let pipe = try address.message("pipe") { return "unix:" + (try pipe.text("path")) }
        if let inner = try address.message("envoyInternalAddress", "envoy_internal_address") {
            let listener = try inner.text("serverListenerName", "server_listener_name")
            return "internal:\(listener)/\(try inner.text("endpointId", "endpoint_id"))"
        }
        throw address.unexpected("an address with socketAddress, pipe or envoyInternalAddress")
    }

    /// Returns the canonical text; IPv6 addresses have several spellings.
    static func text(_ address: String, _ port: String) -> String {
        guard address.utf8.contains(UInt8(ascii: ":")) else { return "\(address):\(port)" }
        return AddressText.hostPort(IPAddress(address)?.description ?? address, port)
    }
}
