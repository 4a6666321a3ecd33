internal import AdminServer
internal import ArgumentParser
internal import GRPCTransport
internal import MeshExplanation
internal import MeshModel
internal import ServerRuntime

/// The arguments for the admin server.
struct AdminOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Address of the admin server (page, metrics, health, clients), such as 127.0.0.1:18001. Default: none.",
            valueName: "address:port"
        )
    )
    var admin: String?

    @Flag(help: "Allow an admin server on addresses other than loopback, without authentication.")
    var adminInsecure = false

    @Flag(help: "Allow POST /push?node=ID there, which sends clients their endpoints again.")
    var adminPush = false

    /// The configuration of the admin server, or `nil` without one.
    ///
    /// - Throws: ``CommandFailure`` if the address is invalid, or if it is not a loopback address and that is not
    ///   allowed.
    func configuration() throws -> ServerConfiguration.Admin? {
        guard let admin else { return nil }
        let address = try ListenAddress(admin)
        guard case .hostname(let host, let port) = address.address else {
            throw CommandFailure(.usage, "invalid --admin \"\(admin)\": expected for example 127.0.0.1:18001")
        }
        guard address.isLocal || adminInsecure else {
            throw CommandFailure(
                .usage,
                "\(admin) is not a loopback address, and the admin server is unauthenticated: "
                    + "pass --admin-insecure to allow it"
            )
        }
        return ServerConfiguration.Admin(
            server: AdminServer.Configuration(
                host: host,
                port: port,
                isLoopback: address.isLocal,
                allowsPush: adminPush
            ),
            address: admin,
            program: EDSTranslator.configuration.version,
            explanationText: { proxy, explanations in
                ExplanationText(endpoint: nil, showsAll: false, style: .plain).lines(proxy, explanations)
                    .joined(separator: "\n")
            }
        )
    }
}
