internal import NIOCore
internal import TextFormats

/// A DNS server: an IP address and a port.
public struct NameServer: Hashable, Sendable, CustomStringConvertible {
    /// An IPv4 or IPv6 address as text; a link-local IPv6 address may have a zone (`fe80::1%eth0`).
    public let address: String
    /// The UDP and TCP port.
    public let port: Int

    /// Creates a server.
    ///
    /// - Parameters:
    ///   - address: an IP address, not a name.
    /// - port: the port; other than 53 only in tests.
    /// - Throws: ``ResolutionError`` (`configuration`) if it is not an IP address or not a port.
    public init(address: String, port: Int = 53) throws(ResolutionError) {
        guard (1...65535).contains(port), Self.socketAddress(address, port: port) != nil else {
            throw ResolutionError(
                code: .configuration,
                message: "expected an IP address and a port of 1 to 65535 as name server, got `\(address)` port \(port)"
            )
        }
        self.address = address
        self.port = port
    }

    /// Address and port, IPv6 in brackets.
    public var description: String { AddressText.hostPort(address, port) }

    /// Returns the address for the socket calls.
    ///
    /// - Throws: ``ResolutionError`` (`transport`) if the interface of its zone no longer exists.
    func socketAddress() throws(ResolutionError) -> SocketAddress {
        guard let made = Self.socketAddress(address, port: port) else {
            throw ResolutionError(code: .transport, message: "expected the zone of \(self) to be a network interface")
        }
        return made
    }

    private static func socketAddress(_ address: String, port: Int) -> SocketAddress? {
        if let plain = try? SocketAddress(ipAddress: address, port: port) { return plain }
        // Only the C library parses a zone; the rest is an address, so it does no lookup.
        guard
            let percent = address.firstIndex(of: "%"),
            case .v6? = try? SocketAddress(ipAddress: String(address[..<percent]), port: port)
        else { return nil }
        return try? SocketAddress.makeAddressResolvingHost(address, port: port)
    }
}
