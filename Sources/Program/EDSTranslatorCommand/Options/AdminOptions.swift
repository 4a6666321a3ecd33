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
            "Show a page, metrics, health and everything about clients here, such as 127.0.0.1:18001. Default: nowhere.",
            valueName: "address:port"
        )
    )
    var admin: String?

    @Flag(help: "Show that on other addresses than loopback, to everybody who can reach them.")
    var adminInsecure = false

    /// The configuration of the admin server, or `nil` without one.
    ///
    /// - Throws: ``CommandFailure`` when that is no address, or one that others can reach and nobody asked for that.
    func configuration() throws -> ServerConfiguration.Admin? {
        guard let admin else { return nil }
        let address = try ListenAddress(admin)
        guard case .hostname(let host, let port) = address.address else {
            throw CommandFailure(.usage, "\(admin) is no address for --admin, expected such as 127.0.0.1:18001")
        }
        guard address.isLocal || adminInsecure else {
            throw CommandFailure(
                .usage,
                "\(admin) is no loopback address: the admin server asks nobody who they are, "
                    + "expected --admin-insecure if everybody may see everything"
            )
        }
        return ServerConfiguration.Admin(
            server: AdminServer.Configuration(host: host, port: port, isLoopback: address.isLocal),
            address: admin,
            program: EDSTranslator.configuration.version,
            explanationText: { proxy, explanations in
                ExplanationText(endpoint: nil, showsAll: false, style: .plain).lines(proxy, explanations)
                    .joined(separator: "\n")
            }
        )
    }
}
