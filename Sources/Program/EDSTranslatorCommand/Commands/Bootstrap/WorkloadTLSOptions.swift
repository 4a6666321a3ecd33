internal import ArgumentParser
internal import ClientBootstrap

/// The arguments for connections to endpoints that are marked for mutual TLS.
struct WorkloadTLSOptions: ParsableArguments {
    @Option(
        name: .customLong("workload-ca"),
        help: ArgumentHelp(
            "Use TLS to endpoints that are marked for it: the PEM file of the mesh's certificate authorities.",
            valueName: "file"
        ),
        completion: .file()
    )
    var authorities: String?

    @Option(
        name: .customLong("workload-cert"),
        help: ArgumentHelp("The PEM file of the proxy's own certificate for that.", valueName: "file"),
        completion: .file()
    )
    var certificate: String?

    @Option(
        name: .customLong("workload-key"),
        help: ArgumentHelp("The PEM file with that certificate's private key.", valueName: "file"),
        completion: .file()
    )
    var key: String?

    func validate() throws {
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--workload-cert and --workload-key must be used together.")
        }
        guard authorities != nil || certificate == nil else {
            throw ValidationError("--workload-cert requires --workload-ca.")
        }
    }

    /// The settings of the bootstrap; nil for plain text to all endpoints.
    var settings: TLSFiles? {
        authorities.map { TLSFiles(authorities: $0, certificate: certificate, key: key) }
    }
}

extension ClientTLSOptions {
    /// The settings of a bootstrap's connection to the server; nil for plain text.
    var management: ManagementServer.TLS? {
        authorities.map {
            ManagementServer.TLS(
                TLSFiles(authorities: $0, certificate: certificate, key: key),
                serverName: serverName
            )
        }
    }
}
