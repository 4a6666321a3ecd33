internal import DiscoveryServer
internal import GRPCTransport
internal import Logging
internal import MeshSources
internal import MeshTracking
internal import NIOCore
internal import NameResolution
internal import Tracing

/// One run of a server: it follows what it is told from outside until it is told to end.
struct ServeSession {
    private let input: MeshInput
    private let serving: ServingOptions
    private let logger: Logger
    private let tls: TLSReloader?
    private let events: ServeEvents
    private let feed: (any ClusterFeed)?
    private let names: GatewayNames
    private let manager = ServiceManager.current
    private let watch: SessionWatch
    private var mesh: MeshTracker

    /// Reads what there is, and begins to listen for signals and changes.
    ///
    /// - Parameters:
    ///   - input: the mesh.
    ///   - serving: how it is served.
    ///   - feed: who tells of live clusters, if anybody does.
    init(_ input: MeshInput, _ serving: ServingOptions, feed: (any ClusterFeed)? = nil) async throws {
        self.input = input
        self.serving = serving
        self.feed = feed
        logger = serving.logger
        tls = try serving.security.reloader()
        _ = try serving.address(hasTLS: tls != nil)
        let watched = WatchedFiles(directory: input.directory, file: serving.security.rules)
        mesh = try input.tracker(feed)
        // Before anybody can know that the server is there, and signal it.
        events = await ServeEvents(watching: serving.watch ? watched : nil)
        names = try GatewayNames(isReference: input.isReference, logger: serving.log.logger(.names))
        let hasBase = feed == nil || input.directory != nil
        watch = try await SessionWatch(serving.admin, input, hasBase: hasBase, names, serving.log.logger(.admin))
        watch.noteRead(mesh)
        if let statuses = feed?.statuses { watch.board.follow(statuses) }
    }

    /// Serves until a signal ends it.
    mutating func run() async throws {
        let tlsWatch = serving.watch ? tls?.watch { [logger] in TLSOptions.report($0, logger) } : nil
        defer { tlsWatch?.cancel() }
        let server: DiscoveryServer
        do {
            server = try await start()
        } catch is CancellationError {
            logger.notice("stopping before everything is known")
            await feed?.stop()
            return
        }
        manager?.tell(.ready)
        let watchdog = manager?.watch()
        defer { watchdog?.cancel() }
        serving: while true {
            for event in await events.next() {
                if case .stop = event { break serving }
                await handle(event, server)
            }
        }
        manager?.tell(.stopping)
        logger.notice("stopping: ending all streams")
        watch.noteDraining()
        events.stop()
        await feed?.stop()
        await names.stop()
        try await server.drain()
        await watch.stop()
    }

    private mutating func start() async throws -> DiscoveryServer {
        let authorization = try serving.security.authorization()
        // Half of the clusters would be a mesh with half of the endpoints.
        try await feed?.start({ [events] in events.put($0) }, isStopping: { [events] in events.isStopping })
        let changes = events.takeChanges()
        for change in changes { mesh.apply(change) }
        watch.note(changes, mesh)
        let first = try firstState()
        // A bounded wait: a network whose gateway has no address yet would be left out of the first answers.
        let known = await names.resolve(first, within: .seconds(5))
        mesh.resolve(known.addresses)
        let address = try serving.address(hasTLS: tls != nil)
        let server = try await serving.start(
            try firstState(),
            on: address,
            isReference: input.isReference,
            tls,
            authorization,
            watch
        )
        watch.show(server, mesh)
        events.follow(names.updates, from: known.revision)
        if let tls { logger.notice("serving TLS", metadata: ["expires": "\(tls.expiry)"]) }
        StandardError.write("listening on \(address.description(port: server.localAddress?.port))")
        return server
    }

    /// The newest state; without one nothing can be served.
    private mutating func firstState() throws -> ServedMesh {
        do {
            if let next = try watch.make(&mesh) { return next }
        } catch {
            throw CommandFailure(.badInput, MeshInput.list(error))
        }
        guard let served = mesh.served else { throw CommandFailure(.badInput, "there is no mesh to serve") }
        return served
    }

    private mutating func handle(_ event: ServeEvents.Event, _ server: DiscoveryServer) async {
        switch event {
        case .stop: break
        case .changes(let changes):
            for change in changes { mesh.apply(change) }
            watch.note(changes, mesh)
            if serve(because: "clusters changed", server) { await names.follow(server.mesh) }
        case .reload(let reason):
            manager?.tell(.reloading)
            // A directory that cannot be read leaves what is served as it is: the server is ready all the same.
            defer { manager?.tell(.ready) }
            if let tls { TLSOptions.report(tls.reload(), logger) }
            reloadRules(server)
            guard input.directory != nil else { return }
            do throws(InputErrors) {
                try mesh.reload()
            } catch {
                server.report(isInputUsed: false)
                watch.noteUnread(because: MeshInput.list(error))
                return logger.error("mesh not read, serving goes on as before: \(MeshInput.list(error))")
            }
            watch.noteRead(mesh)
            if serve(because: reason, server) { await names.follow(server.mesh) }
        case .names(let addresses):
            mesh.resolve(addresses)
            _ = serve(because: "addresses of gateway names changed", server)
        }
    }

    /// Serves the newest state; one that cannot be made leaves what is served as it is.
    ///
    /// - Returns: whether something new is served.
    private mutating func serve(because reason: String, _ server: DiscoveryServer) -> Bool {
        let change = InstrumentationSystem.tracer.startAnySpan("change", context: ServiceContext.topLevel)
        change.attributes["eds_translator.because"] = reason
        defer { change.end() }
        do throws(InputErrors) {
            let infer = InstrumentationSystem.tracer.startAnySpan("infer", context: change.context)
            defer { infer.end() }
            let next = try watch.make(&mesh)
            server.report(isInputUsed: true)
            guard let next else { return false }
            server.update(to: next, because: reason, in: change.context)
            watch.show(server, mesh)
        } catch {
            server.report(isInputUsed: false)
            logger.error("mesh not inferred, serving goes on as before: \(MeshInput.list(error))")
            return false
        }
        logger.notice("mesh read again", metadata: ["because": "\(reason)"])
        return true
    }

    /// Reads the rules again; broken ones leave those before in force.
    private func reloadRules(_ server: DiscoveryServer) {
        guard serving.security.rules != nil else { return }
        do {
            server.authorize(by: try serving.security.authorization())
        } catch {
            logger.error("rules not read, those before stay in force: \(error)")
        }
    }
}
