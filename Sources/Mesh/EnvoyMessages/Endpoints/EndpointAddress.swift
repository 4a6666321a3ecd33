/// Where an endpoint can be reached: `envoy.config.core.v3.Address`.
public enum EndpointAddress: Hashable, Sendable {
    /// An IP address, as text, and a TCP port.
    case socket(ip: String, port: UInt16)
    /// A Unix domain socket.
    case pipe(path: String)
    /// A listener inside the same Envoy, and the endpoint's id that keeps equal listeners apart.
    case internalListener(name: String, endpointID: String)
}
