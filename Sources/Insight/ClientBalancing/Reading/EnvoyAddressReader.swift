internal import MeshModel
internal import MeshSources

/// Writes an address of `envoy.config.core.v3.Address` as the clients do.
enum EnvoyAddressReader {
    /// The text, such as `10.0.0.1:80`, `[2001:db8::1]:80`, a path, or `envoy://listener/id`.
    static func text(_ value: ManifestValue) throws(InputError) -> String {
        let address = try ProtoFields(value)
        if let socket = try address.message("socketAddress") { return try text(of: socket) }
        if let pipe = try address.message("pipe") { return try pipe.text("path") }
        if let listener = try address.message("envoyInternalAddress") {
            let name = try listener.text("serverListenerName")
            let id = try listener.text("endpointId")
            return id.isEmpty ? "envoy://\(name)/" : "envoy://\(name)/\(id)"
        }
        throw value.unexpected("an address with socketAddress, pipe or envoyInternalAddress")
    }

    private static func text(of socket: ProtoFields) throws(InputError) -> String {
        let host = try socket.text("address")
        let port = try socket.integer("portValue", 0...65535) ?? 0
        guard let address = IPAddress(host), host.contains(":") else { return "\(host):\(port)" }
        // A v4-mapped address stays one for a client, whatever it means.
        return "[\(address.family == .v4 ? "::ffff:\(address)" : address.description)]:\(port)"
    }
}
