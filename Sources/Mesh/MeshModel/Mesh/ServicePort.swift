/// A port that a service offers.
public struct ServicePort: Hashable, Sendable {
    /// The number that clients use.
    public let number: Int
    /// The name; endpoints are matched by it (EG-E4).
    public let name: String
    /// Whether it carries UDP; such ports are passed over when looked up by number (EG-S4).
    public let isUDP: Bool

    /// Makes a port.
    public init(number: Int, name: String, isUDP: Bool) {
        self.number = number
        self.name = name
        self.isUDP = isUDP
    }
}
