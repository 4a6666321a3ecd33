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

    /// TLS to the server.
    public struct TLS: Hashable, Sendable {
        /// The files; a certificate of the client is for a server that requests one.
        public var files: TLSFiles
        /// The name to send and to find in the certificate; nil for the host or the address.
        public var serverName: String?

        /// Makes a setting.
        public init(_ files: TLSFiles, serverName: String? = nil) {
            self.files = files
            self.serverName = serverName
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
