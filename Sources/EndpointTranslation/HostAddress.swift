/// An address and port, by which Envoy tells hosts apart.
struct HostAddress: Hashable, CustomStringConvertible {
    let address: String
    let port: Int

    /// `host:port`, IPv6 addresses in brackets.
    var description: String { address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)" }
}
