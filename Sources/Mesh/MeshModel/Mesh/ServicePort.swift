/// A port of a service.
public struct ServicePort: Hashable, Sendable {
    /// The port number for clients.
    public let number: Int
    /// The name, by which endpoints are matched (EG-E4).
    public let name: String
    /// A Boolean value that indicates UDP; such ports are skipped in look-ups by number (EG-S4).
    public let isUDP: Bool

    /// Makes a port.
    public init(number: Int, name: String, isUDP: Bool) {
        self.number = number
        self.name = name
        self.isUDP = isUDP
    }
}
