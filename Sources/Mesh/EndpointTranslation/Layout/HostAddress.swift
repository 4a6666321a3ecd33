internal import MeshModel

/// An address and port, by which Envoy tells hosts apart.
struct HostAddress: Hashable, CustomStringConvertible {
    private let address: String
    private let port: Int

    /// IPv6 addresses have many texts, of which one is kept: to a client they are one host.
    init(address: String, port: Int) {
        self.address = address.utf8.contains(UInt8(ascii: ":")) ? IPAddress(address)?.description ?? address : address
        self.port = port
    }

    /// Whether there is no address, only a port.
    var isEmpty: Bool { address.isEmpty }

    /// `host:port`, IPv6 addresses in brackets.
    var description: String { address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)" }
}
