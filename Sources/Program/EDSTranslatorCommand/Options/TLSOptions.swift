internal import ArgumentParser
internal import GRPCTransport

/// The arguments for TLS and client authorization.
struct TLSOptions: ParsableArguments {
    @Option(
        name: .customLong("tls-cert"),
        help: ArgumentHelp(
            "Serve TLS with this PEM file: the certificate, then its chain; reloaded when it changes.",
            valueName: "file"
        ),
        completion: .file()
    )
    var certificate: String?

    @Option(
        name: .customLong("tls-key"),
        help: ArgumentHelp("The PEM file with the certificate's private key.", valueName: "file"),
        completion: .file()
    )
    var key: String?

    @Option(
        name: .customLong("client-ca"),
        help: ArgumentHelp(
            "Require client certificates issued by the authorities in this PEM file.",
            valueName: "file"
        ),
        completion: .file()
    )
    var clientAuthorities: String?

    @Option(
        name: .customLong("authorize"),
        help: ArgumentHelp(
            "A YAML list of rules: the node ids and namespaces that clients may use, by the names in their certificates.",
            valueName: "file"
        ),
        completion: .file()
    )
    var rules: String?

    func validate() throws {
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--tls-cert and --tls-key must be used together.")
        }
        if clientAuthorities != nil, certificate == nil {
            throw ValidationError("--client-ca requires --tls-cert and --tls-key.")
        }
        if rules != nil, clientAuthorities == nil {
            throw ValidationError("--authorize requires --client-ca.")
        }
    }

    /// Reads the TLS files; returns `nil` for plain text.
    func reloader() throws -> TLSReloader? {
        guard let certificate, let key else { return nil }
        do {
            return try TLSReloader(
                TLSConfigurationSource(certificate: certificate, key: key, clientAuthorities: clientAuthorities)
            )
        } catch {
            throw CommandFailure(.badInput, error.message)
        }
    }
}
