/// An IP address and a TCP port.
public struct NetworkEndpoint: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The address in its usual text form.
    public let address: String

    /// The port; 0 if the operating system will choose it.
    public let port: Int

    /// Makes an endpoint.
    public init(_ address: String, _ port: Int) {
        self.address = address
        self.port = port
    }

    /// The text `address:port`.
    public var description: String { "\(address):\(port)" }

    /// Orders by address text, then by port.
    public static func < (one: NetworkEndpoint, other: NetworkEndpoint) -> Bool {
        (one.address, one.port) < (other.address, other.port)
    }
}
