/// The address of the xDS server, and TLS to it.
public struct ManagementServer: Hashable, Sendable {
    /// The address.
    public enum Address: Hashable, Sendable {
        /// An IP address and a port.
        case address(String, port: Int)
        /// A host name, which the client resolves, and a port.
        case hostname(String, port: Int)
        /// The path of a Unix socket.
        case unixSocket(path: String)
    }

    /// The files of TLS; all are PEM files that the client reads.
    public struct TLS: Hashable, Sendable {
        /// The authorities that may have issued the server's certificate.
        public var authorities: String
        /// The name to send and to find in the certificate; nil for the host or the address.
        public var serverName: String?
        /// The client's certificate, for a server that requests one.
        public var certificate: String?
        /// The key of the client's certificate.
        public var key: String?

        /// Makes a setting.
        public init(
            authorities: String,
            serverName: String? = nil,
            certificate: String? = nil,
            key: String? = nil
        ) {
            self.authorities = authorities
            self.serverName = serverName
            self.certificate = certificate
            self.key = key
        }
    }

    /// The address.
    public var address: Address
    /// TLS to the server; nil for plain text.
    public var tls: TLS?

    /// Makes a server.
    public init(_ address: Address, tls: TLS? = nil) {
        self.address = address
        self.tls = tls
    }
}
