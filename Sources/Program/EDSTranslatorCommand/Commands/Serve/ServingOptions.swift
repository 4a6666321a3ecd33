internal import ArgumentParser
internal import DiscoveryServer
internal import GRPCTransport
internal import Logging
internal import MeshTracking
internal import NIOCore

/// The arguments that say how a mesh is served.
struct ServingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Where to listen, or unix:/path; port 0 takes a free one.", valueName: "address:port")
    )
    var listen = "127.0.0.1:18000"

    @OptionGroup var security: TLSOptions

    @Flag(inversion: .prefixedNo, help: "Read the directory again when its files change.")
    var watch = true

    @Option(
        help: ArgumentHelp(
            "What clients hear of names that do not exist: silent or empty. Default: empty with istio-1.30, else silent.",
            valueName: "policy"
        ),
        completion: .list(["silent", "empty"])
    )
    var unknownNames: String?

    @Flag(help: "Answer requests for all listeners or clusters on ADS with none, so that clients do not wait for them.")
    var emptyListenersAndClusters = false

    @Flag(help: "Refuse streams whose first message names no node.")
    var requireNode = false

    @Option(
        help: ArgumentHelp(
            "Age in seconds, give or take a tenth, at which a connection is ended gracefully. Default: none.",
            valueName: "seconds"
        )
    )
    var maxConnectionAge: Int64?

    @Flag(help: "Tell everybody who may connect what each client has (ClientStatusDiscoveryService).")
    var clientStatus = false

    @Flag(help: "Describe the services to everybody who may connect (server reflection), for tools such as grpcurl.")
    var reflection = false

    @Flag(help: "Listen on other addresses than loopback in plain text.")
    var insecure = false

    @Option(help: ArgumentHelp("Event loop threads.", valueName: "number"))
    var threads = 2

    @OptionGroup var log: LogOptions

    @OptionGroup var admin: AdminOptions

    func validate() throws {
        if let maxConnectionAge, !(1...31_536_000).contains(maxConnectionAge) {
            throw ValidationError("--max-connection-age takes 1 to 31536000 seconds.")
        }
        guard (1...256).contains(threads) else { throw ValidationError("--threads takes 1 to 256.") }
        if let unknownNames, DiscoveryOptions.UnknownNames(rawValue: unknownNames) == nil {
            throw ValidationError("\(unknownNames) is no policy: silent or empty.")
        }
    }

    /// What is said to people while the server runs.
    var logger: Logger { log.logger(.mesh) }

    /// Where to listen.
    ///
    /// - Throws: ``CommandFailure`` when that is no address, or one on which nothing may be served without TLS.
    func address(hasTLS: Bool) throws -> ListenAddress {
        let address = try ListenAddress(listen)
        guard address.isLocal || hasTLS || insecure else {
            throw CommandFailure(
                .usage,
                "\(listen) is no loopback address: plain text is served there only with --insecure, "
                    + "expected --tls-cert and --tls-key"
            )
        }
        return address
    }

    /// Binds and starts to serve.
    ///
    /// - Throws: ``CommandFailure`` when the address cannot be bound.
    func start(
        _ mesh: ServedMesh,
        on address: ListenAddress,
        isReference: Bool,
        _ tls: TLSReloader?,
        _ authorization: ClientAuthorization?,
        _ watch: SessionWatch
    ) async throws -> DiscoveryServer {
        var options = DiscoveryOptions()
        options.unknownNames =
            unknownNames.flatMap(DiscoveryOptions.UnknownNames.init) ?? (isReference ? .empty : .silent)
        options.answersListenersAndClusters = emptyListenersAndClusters
        options.requiresNode = requireNode
        options.servesClientStatus = clientStatus
        options.servesReflection = reflection
        var configuration = GRPCServerConfiguration()
        configuration.eventLoopThreads = threads
        configuration.maxConnectionAge = maxConnectionAge.map { .seconds($0) }
        configuration.tls = tls
        do {
            return try await DiscoveryServer.start(
                serving: mesh,
                on: address.address,
                authorization: authorization,
                options: options,
                configuration: configuration,
                metrics: watch.registry,
                activity: watch.board.activity,
                logger: log.logger(.streams),
                transportLogger: log.logger(.transport)
            )
        } catch {
            throw CommandFailure(.unreachable, "cannot listen on \(listen): \(error)")
        }
    }
}
