internal import ArgumentParser
internal import DiscoveryServer
internal import GRPCTransport
internal import Logging
internal import MeshSources
internal import MeshTracking
internal import NIOCore
internal import NameResolution

/// `serve`: answers Envoys over gRPC.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve every Envoy its own ClusterLoadAssignments over gRPC.",
        discussion: """
            Answers StreamEndpoints, DeltaEndpoints, FetchEndpoints, StreamAggregatedResources and \
            DeltaAggregatedResources. Reads the directory again on SIGHUP, and by itself with --watch; a broken \
            edit is reported and what was served goes on. SIGTERM ends all streams gracefully.

            A node with an Istio id (type~ip~name.ns~domain) or with metadata is taken at its word. Any other one \
            is completed from proxies.yaml by its id, or taken for a sidecar of namespace default.

            EXAMPLES:
              eds-translator serve
              eds-translator serve Examples/west-east --listen 127.0.0.1:18000 --watch
              eds-translator serve mesh --semantics istio-1.30 --unknown-names empty
              eds-translator serve mesh --listen unix:/run/eds.sock
              eds-translator serve mesh --listen 0.0.0.0:18000 --tls-cert server.pem --tls-key server.key \
                --client-ca clients.pem --authorize rules.yaml
            """
    )

    @OptionGroup var input: MeshInput

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
        )
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

    @Option(help: ArgumentHelp("trace, debug, info, notice, warning or error.", valueName: "level"))
    var logLevel = "info"

    func validate() throws {
        guard Logger.Level(rawValue: logLevel) != nil else { throw ValidationError("\(logLevel) is no log level.") }
        if let maxConnectionAge, !(1...31_536_000).contains(maxConnectionAge) {
            throw ValidationError("--max-connection-age takes 1 to 31536000 seconds.")
        }
        guard (1...256).contains(threads) else { throw ValidationError("--threads takes 1 to 256.") }
        if let unknownNames, DiscoveryOptions.UnknownNames(rawValue: unknownNames) == nil {
            throw ValidationError("\(unknownNames) is no policy: silent or empty.")
        }
    }

    func run() async throws {
        var logger = Logger(label: "eds-translator") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
        let address = try ListenAddress(listen)
        let tls = try security.reloader()
        guard address.isLocal || tls != nil || insecure else {
            throw CommandFailure(
                .usage,
                "\(listen) is no loopback address: plain text is served there only with --insecure, "
                    + "expected --tls-cert and --tls-key"
            )
        }
        let watched = WatchedFiles(directory: input.directory, file: security.rules)
        let authorization = try security.authorization()
        var mesh = try LiveMesh(input)
        // Before anybody can know that the server is there, and signal it.
        let events = await ServeEvents(watching: watch ? watched : nil)
        let tlsWatch = watch ? tls?.watch { [logger] in TLSOptions.report($0, logger) } : nil
        defer { tlsWatch?.cancel() }
        let names = try GatewayNames(isReference: input.isReference)
        // A bounded wait: a network whose gateway has no address yet would be left out of the first answers.
        let known = await names.resolve(mesh.served, within: .seconds(5))
        try mesh.resolve(known.addresses)
        let server = try await start(mesh.served, on: address, tls, authorization, logger)
        events.follow(names.updates, from: known.revision)
        if let tls { logger.notice("serving TLS", metadata: ["expires": "\(tls.expiry)"]) }
        StandardError.write("listening on \(address.description(port: server.localAddress?.port))")
        serving: while true {
            for event in await events.next() {
                switch event {
                case .reload(let reason):
                    if let tls { TLSOptions.report(tls.reload(), logger) }
                    reloadRules(server, logger)
                    guard reload(&mesh, server, because: reason, logger) else { continue }
                    await names.follow(server.mesh)
                case .names(let addresses):
                    follow(addresses, &mesh, server, logger)
                case .stop:
                    logger.notice("stopping: ending all streams")
                    break serving
                }
            }
        }
        events.stop()
        await names.stop()
        try await server.drain()
    }

    private func start(
        _ mesh: ServedMesh,
        on address: ListenAddress,
        _ tls: TLSReloader?,
        _ authorization: ClientAuthorization?,
        _ logger: Logger
    ) async throws -> DiscoveryServer {
        var options = DiscoveryOptions()
        options.unknownNames =
            unknownNames.flatMap(DiscoveryOptions.UnknownNames.init) ?? (input.isReference ? .empty : .silent)
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
                logger: logger
            )
        } catch {
            throw CommandFailure(.unreachable, "cannot listen on \(listen): \(error)")
        }
    }

    /// Reads the directory again; a broken one leaves what is served as it is.
    ///
    /// - Returns: whether something new is served.
    private func reload(
        _ mesh: inout LiveMesh,
        _ server: DiscoveryServer,
        because reason: String,
        _ logger: Logger
    ) -> Bool {
        guard input.directory != nil else { return false }
        do {
            try mesh.reload()
        } catch {
            logger.error("mesh not read, serving goes on as before: \(error)")
            return false
        }
        server.update(to: mesh.served)
        logger.notice("mesh read again", metadata: ["because": "\(reason)"])
        return true
    }

    /// Reads the rules again; broken ones leave those before in force.
    private func reloadRules(_ server: DiscoveryServer, _ logger: Logger) {
        guard security.rules != nil else { return }
        do {
            server.authorize(by: try security.authorization())
        } catch {
            logger.error("rules not read, those before stay in force: \(error)")
        }
    }

    /// Serves the same directory with other addresses of gateway names.
    private func follow(
        _ addresses: [String: [String]],
        _ mesh: inout LiveMesh,
        _ server: DiscoveryServer,
        _ logger: Logger
    ) {
        do {
            try mesh.resolve(addresses)
        } catch {
            return logger.error("addresses of gateway names not used: \(error)")
        }
        server.update(to: mesh.served)
        logger.notice("addresses of gateway names changed", metadata: ["names": "\(addresses.count)"])
    }
}
