internal import TextFormats

/// An address in Envoy's form.
enum AddressDocument {
    static func socket(_ address: String, _ port: Int) -> JSONValue {
        Fields.object { fields in
            fields.add("socket_address") { socket in
                socket.add("address", address)
                socket.add("port_value", port)
            }
        }
    }

    static func pipe(_ path: String) -> JSONValue {
        Fields.object { fields in fields.add("pipe") { $0.add("path", path) } }
    }
}
