internal import ArgumentParser
internal import GRPCTransport

/// The arguments for TLS and client authorization.
struct TLSOptions: ParsableArguments {
    @Option(
        name: .customLong("tls-cert"),
        help: ArgumentHelp(
            "Serve TLS with the certificate of this PEM file, the chain behind it; read again when it changes.",
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
            "Require client certificates of the authorities in this PEM file.",
            valueName: "file"
        ),
        completion: .file()
    )
    var clientAuthorities: String?

    @Option(
        name: .customLong("authorize"),
        help: ArgumentHelp(
            "A YAML list of rules: the node ids and namespaces that clients may claim, by their certificates' names.",
            valueName: "file"
        ),
        completion: .file()
    )
    var rules: String?

    func validate() throws {
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--tls-cert and --tls-key belong together, expected both.")
        }
        if clientAuthorities != nil, certificate == nil {
            throw ValidationError("--client-ca is for TLS, expected --tls-cert and --tls-key too.")
        }
        if rules != nil, clientAuthorities == nil {
            throw ValidationError("--authorize goes by client certificates, expected --client-ca too.")
        }
    }

    /// The TLS material, read now; nil for plain text.
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
