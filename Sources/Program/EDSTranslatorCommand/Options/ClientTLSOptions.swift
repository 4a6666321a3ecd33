internal import ArgumentParser
internal import GRPCTransport
internal import NIOCore

/// The arguments for a client of an xDS server with TLS.
struct ClientTLSOptions: ParsableArguments {
    @Option(
        name: .customLong("server-ca"),
        help: ArgumentHelp(
            "Use TLS: the PEM file of the certificate authorities for the xDS server's certificate.",
            valueName: "file"
        ),
        completion: .file()
    )
    var authorities: String?

    @Option(
        help: ArgumentHelp(
            "The server name to send and to verify in the certificate. Default: the host.",
            valueName: "name"
        )
    )
    var serverName: String?

    @Option(
        name: .customLong("client-cert"),
        help: ArgumentHelp("The PEM file of the client certificate.", valueName: "file"),
        completion: .file()
    )
    var certificate: String?

    @Option(
        name: .customLong("client-key"),
        help: ArgumentHelp("The PEM file with that certificate's private key.", valueName: "file"),
        completion: .file()
    )
    var key: String?

    func validate() throws {
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--client-cert and --client-key must be used together.")
        }
        guard authorities != nil || (certificate == nil && serverName == nil) else {
            throw ValidationError("--client-cert and --server-name require --server-ca.")
        }
    }

    /// Returns the TLS configuration of connections to a host, or `nil` for plain text.
    ///
    /// - Throws: ``CommandFailure`` with status `badInput` if a file is invalid.
    func context(for host: String) throws -> TLSClientContext? {
        guard let authorities else { return nil }
        var options = TLSClientContext.Options()
        options.authorities = authorities
        options.certificate = certificate
        options.key = key
        // An address is not a server name, and is verified as an address.
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        options.serverName = serverName ?? (isAddress ? nil : host)
        do throws(TLSError) {
            return try TLSClientContext(options)
        } catch {
            throw CommandFailure(.badInput, "\(error)")
        }
    }
}
