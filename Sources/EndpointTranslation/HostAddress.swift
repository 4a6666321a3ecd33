/// An address and port, by which Envoy tells hosts apart.
struct HostAddress: Hashable {
    let address: String
    let port: Int
}
