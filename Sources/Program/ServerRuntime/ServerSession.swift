internal import DiscoveryServer
internal import GRPCTransport
internal import Logging
internal import MeshSources
public import MeshTracking
internal import MeshViews
internal import NIOCore
internal import NameResolution
internal import TextFormats
internal import Tracing

/// One run of a server: handles events until it is stopped.
public struct ServerSession {
    private let configuration: ServerConfiguration
    private let logger: Logger
    private let events: ServerEvents
    private let feed: (any ClusterFeed)?
    private let names: GatewayNames
    private let manager = ServiceManager.current
    private let telemetry: SessionTelemetry
    private let changeLog: ChangeLog
    private var unreadable = UnreadableObjects()
    /// A Boolean value that indicates whether the newest files of the directory are used.
    private var isDirectoryUsed = true
    private var mesh: MeshTracker

    /// Starts listening for signals and changes, and starts the admin server.
    ///
    /// - Parameters:
    ///   - configuration: the settings.
    ///   - mesh: the mesh, with its directory read.
    ///   - feed: the source of live clusters; nil for none.
    /// - Throws: ``ServerError`` when the admin server's address cannot be bound or there are no name servers.
    public init(
        _ configuration: ServerConfiguration,
        _ mesh: MeshTracker,
        feed: (any ClusterFeed)? = nil
    ) async throws {
        self.configuration = configuration
        self.feed = feed
        self.mesh = mesh
        self.mesh.cacheBytes = configuration.cacheMemory / 2
        logger = configuration.loggers.mesh
        changeLog = ChangeLog(logger)
        let watched = WatchedFiles(directory: configuration.directory, file: configuration.authorizationFile)
        // Before the server is visible to processes that could signal it.
        events = await ServerEvents(
            watching: configuration.watchesFiles ? watched : nil,
            handlesSignals: configuration.handlesSignals
        )
        names = try GatewayNames(isReference: configuration.isReference, logger: configuration.loggers.names)
        let hasBase = feed == nil || configuration.directory != nil
        telemetry = try await SessionTelemetry(configuration, hasBase: hasBase, names)
        telemetry.recordRead(mesh)
        if let statuses = feed?.statuses { telemetry.inputs.follow(statuses) }
    }

    /// Returns a closure that stops the session from any thread, as SIGTERM does.
    public var stop: @Sendable () -> Void { { [events] in events.requestStop() } }

    /// Serves until a signal stops it.
    ///
    /// - Throws: ``ServerError`` when nothing can be served.
    public mutating func run() async throws {
        let tlsWatch = configuration.watchesFiles ? configuration.tls?.watch { [logger] in $0.log(to: logger) } : nil
        defer { tlsWatch?.cancel() }
        let server: DiscoveryServer
        do {
            server = try await start()
        } catch is CancellationError {
            logger.notice("stopping before the initial sync")
            await feed?.stop()
            return
        }
        manager?.notify(.ready)
        let watchdog = manager?.watch()
        defer { watchdog?.cancel() }
        serving: while true {
            for event in await events.next() {
                if case .stop = event { break serving }
                await handle(event, server)
            }
        }
        manager?.notify(.stopping)
        logger.notice("stopping")
        telemetry.recordDraining()
        events.stop()
        await feed?.stop()
        await names.stop()
        try await server.drain()
        await telemetry.stop()
    }

    private mutating func start() async throws -> DiscoveryServer {
        let authorization = try authorization()
        // Without some clusters a part of the endpoints would be missing.
        if let feed {
            try await events.stopping.cancelling { [events] in try await feed.start { events.enqueue($0) } }
        }
        apply(events.takeChanges())
        let first = try firstState()
        // A bounded wait: networks whose gateways are not resolved yet would be missing in the first assignments.
        let known = await names.resolve(first, within: .seconds(5))
        mesh.resolve(known.addresses)
        let server = try await bind(try firstState(), authorization)
        server.report(isInputUsed: isInputUsed)
        telemetry.show(server, mesh)
        events.follow(names.updates, from: known.revision)
        if let tls = configuration.tls { logger.notice("serving TLS", metadata: ["expires": "\(tls.expiry)"]) }
        configuration.announce("listening on \(configuration.address.text(port: server.localAddress?.port))")
        return server
    }

    private func bind(_ mesh: MeshState, _ authorization: ClientAuthorization?) async throws -> DiscoveryServer {
        var transport = configuration.transport
        transport.tls = configuration.tls
        var discovery = configuration.discovery
        discovery.cacheBytes = configuration.cacheMemory / 2
        do {
            return try await DiscoveryServer.start(
                serving: mesh,
                on: configuration.address,
                authorization: authorization,
                options: discovery,
                configuration: transport,
                metrics: telemetry.registry,
                activity: telemetry.activity,
                logger: configuration.loggers.streams,
                transportLogger: configuration.loggers.transport
            )
        } catch {
            throw ServerError(
                .unreachable,
                "cannot listen on \(configuration.address.text(port: nil)): \(error)",
                cause: error
            )
        }
    }

    /// Reads the authorization rules; returns `nil` if every client is authorized.
    private func authorization() throws -> ClientAuthorization? {
        guard let file = configuration.authorizationFile else { return nil }
        do {
            return ClientAuthorization(try AuthorizationRule.rules(file: file))
        } catch {
            throw ServerError(.invalidInput, "\(error)", cause: error)
        }
    }

    /// Returns the newest state; without one nothing can be served.
    private mutating func firstState() throws -> MeshState {
        do {
            if let next = try telemetry.make(&mesh) { return next }
        } catch {
            throw ServerError(.invalidInput, error.summary, cause: error)
        }
        guard let served = mesh.served else {
            throw ServerError(.invalidInput, "no mesh to serve: expected a directory or a synced cluster")
        }
        return served
    }

    /// Applies changes of live clusters, and reports objects that cannot be read.
    private mutating func apply(_ changes: [ClusterChange]) {
        for change in changes { mesh.apply(change) }
        telemetry.record(changes, mesh)
        unreadable.log(mesh.unreadableObjects, to: logger)
    }

    /// A Boolean value that indicates whether all of the newest input is used.
    private var isInputUsed: Bool { isDirectoryUsed && mesh.unreadableObjects.isEmpty }

    private mutating func handle(_ event: ServerEvents.Event, _ server: DiscoveryServer) async {
        switch event {
        case .stop: break
        case .changes(let changes):
            apply(changes)
            if serve(because: "clusters changed", server) { await names.follow(server.mesh) }
        case .reload(let reason):
            manager?.notify(.reloading)
            // After a failed reload the last good state is served, so the server is ready as well.
            defer { manager?.notify(.ready) }
            configuration.tls?.reload().log(to: logger)
            reloadRules(server)
            guard configuration.directory != nil else { return }
            do throws(InputErrors) {
                try mesh.reload()
            } catch {
                isDirectoryUsed = false
                server.report(isInputUsed: false)
                telemetry.recordUnread(because: error.summary)
                return logger.error(
                    "failed to read mesh; keeping the current state",
                    metadata: ["error": "\(error.summary)"]
                )
            }
            isDirectoryUsed = true
            telemetry.recordRead(mesh)
            if serve(because: reason, server) { await names.follow(server.mesh) }
        case .push:
            server.pushAgain()
            logger.notice("pushed again", metadata: ["because": "SIGUSR1"])
        case .names(let addresses):
            mesh.resolve(addresses)
            _ = serve(because: "addresses of gateway names changed", server)
        }
    }

    /// Serves the newest state; if it cannot be built, the current one is kept.
    ///
    /// - Returns: A Boolean value that indicates whether a new state is served.
    private mutating func serve(because reason: String, _ server: DiscoveryServer) -> Bool {
        let change = InstrumentationSystem.tracer.startAnySpan("change", context: ServiceContext.topLevel)
        change.attributes["eds_translator.because"] = reason
        defer { change.end() }
        do throws(InputErrors) {
            let infer = InstrumentationSystem.tracer.startAnySpan("infer", context: change.context)
            defer { infer.end() }
            let next = try telemetry.make(&mesh)
            server.report(isInputUsed: isInputUsed)
            guard let next else { return false }
            server.update(to: next, because: reason, in: change.context)
            telemetry.show(server, mesh)
        } catch {
            server.report(isInputUsed: false)
            logger.error("failed to infer mesh; keeping the current state", metadata: ["error": "\(error.summary)"])
            return false
        }
        changeLog.record(because: reason)
        return true
    }

    /// Reloads the authorization rules; invalid ones leave the current rules in force.
    private func reloadRules(_ server: DiscoveryServer) {
        guard configuration.authorizationFile != nil else { return }
        do {
            server.authorize(by: try authorization())
        } catch {
            logger.error(
                "failed to reload authorization rules; keeping the current ones",
                metadata: ["error": "\(error)"]
            )
        }
    }
}
