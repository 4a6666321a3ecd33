/// The address of an endpoint: `envoy.config.core.v3.Address`.
public enum EndpointAddress: Hashable, Sendable {
    /// An IP address, as text, and a TCP port.
    case socket(ip: String, port: UInt16)
    /// A Unix domain socket.
    case pipe(path: String)
    /// A listener inside the same Envoy, and the endpoint's id that distinguishes equal listeners.
    case internalListener(name: String, endpointID: String)
}
