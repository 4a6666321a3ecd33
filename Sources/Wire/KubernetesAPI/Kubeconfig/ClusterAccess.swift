/// All that it takes to ask one API server: where it is, how it proves who it is, and how we do.
public struct ClusterAccess: Sendable {
    /// Where the server is.
    public let server: ServerAddress
    /// Where this is configured, for people: a file and a context, or a Secret and a key.
    public let origin: String
    /// The authorities that the server's certificate must come from; nil takes those of the system.
    let authorities: Material?
    /// The name to look for in the server's certificate; nil takes the host.
    let serverName: String?
    /// Whether the server's certificate is checked.
    public let verifiesServer: Bool
    let login: Login

    init(
        server: ServerAddress,
        origin: String,
        authorities: Material? = nil,
        serverName: String? = nil,
        verifiesServer: Bool = true,
        login: Login = Login()
    ) {
        self.server = server
        self.origin = origin
        self.authorities = authorities
        self.serverName = serverName
        self.verifiesServer = verifiesServer
        self.login = login
    }
}
