/// A port of a service.
public struct ServicePort: Hashable, Sendable {
    /// The protocol of requests, as far as it decides how they share connections.
    public enum Application: Hashable, Sendable {
        /// HTTP/1.1.
        case http
        /// HTTP/2, gRPC included.
        case http2
        /// Another one, or one that proxies detect.
        case other

        /// The protocol of a name: `appProtocol`, or the first word of a port's name.
        public init(named name: some StringProtocol) {
            switch name.lowercased() {
            case "http", "kubernetes.io/ws": self = .http
            case "http2", "grpc", "grpc-web", "kubernetes.io/h2c": self = .http2
            default: self = .other
            }
        }
    }

    /// The port number for clients.
    public let number: Int
    /// The name, by which endpoints are matched (EG-E4).
    public let name: String
    /// A Boolean value that indicates UDP; such ports are skipped in look-ups by number (EG-S4).
    public let isUDP: Bool
    /// The protocol of requests.
    public let application: Application

    /// Creates a port.
    ///
    /// - Parameters:
    ///   - number: the number that clients use.
    ///   - name: the name.
    ///   - isUDP: whether it carries UDP.
    ///   - protocolName: the protocol that the object names; empty for the first word of the port's name.
    public init(number: Int, name: String, isUDP: Bool, protocolName: String = "") {
        self.number = number
        self.name = name
        self.isUDP = isUDP
        let word = name.hasPrefix("grpc-web") ? "grpc-web" : name.prefix { $0 != "-" }
        application = Application(named: protocolName.isEmpty ? word : protocolName[...])
    }
}
