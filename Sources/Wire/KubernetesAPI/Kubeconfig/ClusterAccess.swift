/// The access to one API server: its address, its identity, and our credentials.
public struct ClusterAccess: Sendable {
    /// The address of the server.
    public let server: ServerAddress
    /// The place of the configuration as human-readable text: a file and a context, or a Secret and a key.
    public let origin: String
    /// The authorities that must have issued the server's certificate; nil uses those of the system.
    let authorities: PEMSource?
    /// The name expected in the server's certificate; nil uses the host.
    let serverName: String?
    /// A Boolean value that indicates whether the server's certificate is verified.
    public let verifiesServer: Bool
    let login: Credentials

    init(
        server: ServerAddress,
        origin: String,
        authorities: PEMSource? = nil,
        serverName: String? = nil,
        verifiesServer: Bool = true,
        login: Credentials = Credentials()
    ) {
        self.server = server
        self.origin = origin
        self.authorities = authorities
        self.serverName = serverName
        self.verifiesServer = verifiesServer
        self.login = login
    }
}
