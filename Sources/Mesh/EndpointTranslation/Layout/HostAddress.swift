internal import MeshModel
internal import TextFormats

/// An address and port, which identify a host in Envoy.
struct HostAddress: Hashable, CustomStringConvertible {
    private let address: String
    private let port: Int

    /// Makes an address; of the spellings of an IPv6 address the canonical one is kept, as they are one host to a
    /// client.
    init(address: String, port: Int) {
        self.address = address.utf8.contains(UInt8(ascii: ":")) ? IPAddress(address)?.description ?? address : address
        self.port = port
    }

    /// A Boolean value that indicates whether there is no address, only a port.
    var isEmpty: Bool { address.isEmpty }

    /// The text `host:port`, IPv6 addresses in brackets.
    var description: String { AddressText.hostPort(address, port) }
}
