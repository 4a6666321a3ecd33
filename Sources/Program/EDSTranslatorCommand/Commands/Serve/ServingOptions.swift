internal import ArgumentParser
internal import DiscoveryServer
internal import GRPCTransport
internal import Logging
internal import NIOCore
internal import ServerRuntime

/// The arguments for serving a mesh.
struct ServingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Address to listen on, or unix:/path; port 0 chooses a free one.", valueName: "address:port")
    )
    var listen = "127.0.0.1:18000"

    @OptionGroup var security: TLSOptions

    @Flag(inversion: .prefixedNo, help: "Read the directory again when its files change.")
    var watch = true

    @Option(
        help: ArgumentHelp(
            "Response to names that do not exist: silent, empty or empty-then-removed. Default: empty-then-removed with "
                + "istio-*, otherwise silent.",
            valueName: "policy"
        ),
        completion: .list(DiscoveryOptions.UnknownNames.allCases.map(\.rawValue))
    )
    var unknownNames: String?

    @Flag(
        help:
            "Answer wildcard requests for listeners or clusters on ADS with an empty response, so that clients do not wait."
    )
    var emptyListenersAndClusters = false

    @Flag(help: "Reject streams whose first message has no node.")
    var requireNode = false

    @Option(
        help: ArgumentHelp(
            "Age in seconds, +/-10%, at which a connection is closed gracefully. Default: none.",
            valueName: "seconds"
        )
    )
    var maxConnectionAge: Int64?

    @Flag(help: "Serve the state of all clients to every client (ClientStatusDiscoveryService).")
    var clientStatus = false

    @Flag(help: "Serve server reflection to every client, for tools such as grpcurl.")
    var reflection = false

    @Flag(help: "Allow plain text on addresses other than loopback.")
    var insecure = false

    @Option(help: ArgumentHelp("Number of event-loop threads.", valueName: "number"))
    var threads = 2

    @Option(help: ArgumentHelp("Connections at once; further ones are closed.", valueName: "number"))
    var maxConnections = 20_000

    @Option(
        help: ArgumentHelp("Memory for received messages that are not complete, of all clients.", valueName: "MiB")
    )
    var inboundMemory = 256

    @Option(help: ArgumentHelp("Memory for encoded assignments that are kept for later requests.", valueName: "MiB"))
    var cacheMemory = 64

    @OptionGroup var log: LogOptions

    @OptionGroup var admin: AdminOptions

    func validate() throws {
        if let maxConnectionAge, !(1...31_536_000).contains(maxConnectionAge) {
            throw ValidationError("--max-connection-age must be 1 to 31536000 seconds.")
        }
        guard (1...256).contains(threads) else { throw ValidationError("--threads must be 1 to 256.") }
        guard (1...1_000_000).contains(maxConnections) else {
            throw ValidationError("--max-connections takes 1 to 1000000.")
        }
        guard (1...1_048_576).contains(inboundMemory), (1...1_048_576).contains(cacheMemory) else {
            throw ValidationError("--inbound-memory and --cache-memory take 1 to 1048576 MiB.")
        }
        if let unknownNames, DiscoveryOptions.UnknownNames(rawValue: unknownNames) == nil {
            throw ValidationError(
                "Invalid --unknown-names '\(unknownNames)': expected silent, empty or empty-then-removed."
            )
        }
    }

    /// The logger of the running server.
    var logger: Logger { log.logger(.mesh) }

    /// The address to listen on.
    ///
    /// - Throws: ``CommandFailure`` if the address is invalid, or if it must not be served without TLS.
    func address(hasTLS: Bool) throws -> ListenAddress {
        let address = try ListenAddress(listen)
        guard address.isLocal || hasTLS || insecure else {
            throw CommandFailure(
                .usage,
                "\(listen) is not a loopback address: pass --insecure to serve plain text there, "
                    + "or --tls-cert and --tls-key"
            )
        }
        return address
    }

    /// The settings of a server for a mesh.
    ///
    /// - Throws: ``CommandFailure`` when an address or a TLS file cannot be used.
    func configuration(for input: MeshInput) throws -> ServerConfiguration {
        let tls = try security.reloader()
        let address = try address(hasTLS: tls != nil)
        var configuration = ServerConfiguration(
            inference: try input.rules.inference(),
            address: address.address,
            loggers: .init { log.logger(LogOptions.LogPart(rawValue: $0) ?? .mesh) }
        )
        configuration.directory = input.isNamed ? try input.location().folder : nil
        configuration.watchesFiles = watch
        configuration.isReference = input.isReference
        configuration.tls = tls
        configuration.authorizationFile = security.rules
        configuration.discovery = discovery(isReference: input.isReference)
        configuration.cacheMemory = cacheMemory << 20
        configuration.transport.eventLoopThreads = threads
        configuration.transport.limits.maxConnections = maxConnections
        configuration.transport.limits.maxTotalInboundBytes = inboundMemory << 20
        configuration.transport.age.limit = maxConnectionAge.map { .seconds($0) }
        configuration.admin = try admin.configuration()
        configuration.announce = { StandardError.write($0) }
        return configuration
    }

    private func discovery(isReference: Bool) -> DiscoveryOptions {
        var options = DiscoveryOptions()
        options.unknownNames =
            unknownNames.flatMap(DiscoveryOptions.UnknownNames.init) ?? (isReference ? .emptyThenRemoved : .silent)
        options.answersListenersAndClusters = emptyListenersAndClusters
        options.requiresNode = requireNode
        options.servesClientStatus = clientStatus
        options.servesReflection = reflection
        return options
    }
}
