public import CoreMetrics
public import GRPCTransport
public import Logging
internal import MeshModel
public import NIOCore
public import Tracing

/// Serves one mesh to many proxies, and every newer state of it as soon as there is one.
public final class DiscoveryServer: Sendable {
    private let holder: MeshHolder
    private let health: HealthBoard
    private let server: GRPCServer
    let watch: ServerWatch
    /// Nil without a tracer.
    private let tracing: StateTracing?

    private init(
        holder: MeshHolder,
        health: HealthBoard,
        server: GRPCServer,
        watch: ServerWatch,
        tracing: StateTracing?
    ) {
        self.watch = watch
        self.tracing = tracing
        self.holder = holder
        self.health = health
        self.server = server
    }

    /// Binds and starts to serve.
    ///
    /// - Parameters:
    ///   - mesh: the first state.
    ///   - address: where to listen.
    ///   - authorization: what clients may claim to be; nil believes them.
    ///   - options: how discovery behaves.
    ///   - configuration: limits and timeouts of the transport.
    ///   - metrics: where metrics are kept; nil for what the process bootstrapped, which is nothing by default.
    ///   - tracer: who takes spans; nil for who the process bootstrapped, which is nobody by default.
    ///   - activity: what is told that something may be different.
    ///   - logger: for streams.
    ///   - transportLogger: for connections; nil for the same.
    /// - Throws: the error of the bind.
    public static func start(
        serving mesh: ServedMesh,
        on address: GRPCServer.Address,
        authorization: ClientAuthorization? = nil,
        options: DiscoveryOptions = DiscoveryOptions(),
        configuration: GRPCServerConfiguration = GRPCServerConfiguration(),
        metrics: (any MetricsFactory)? = nil,
        tracer: (any Tracer)? = nil,
        activity: ServerActivity = ServerActivity(),
        logger: Logger,
        transportLogger: Logger? = nil
    ) async throws -> DiscoveryServer {
        let watch = ServerWatch(metrics ?? MetricsSystem.factory, activity)
        let holder = MeshHolder(mesh, authorization: authorization)
        let health = HealthBoard()
        let directory = ConnectionDirectory()
        let service = DiscoveryService(
            holder: holder,
            options: options,
            health: HealthService(board: health),
            clientStatus: options.servesClientStatus ? ClientStatusService(directory: directory, holder: holder) : nil,
            reflection: options.servesReflection ? ReflectionService(services: options.services, holder: holder) : nil,
            watch: watch,
            logger: logger
        )
        let server = try await GRPCServer.start(
            on: address,
            configuration: configuration,
            service: service,
            httpHandler: RESTHandler(holder: holder, options: options, watch: watch),
            logger: transportLogger ?? logger
        )
        directory.set(server.connections)
        // Nobody keeps it: nothing need be measured.
        let isKept = !((metrics ?? MetricsSystem.factory) is NOOPMetricsHandler)
        for loop in isKept ? server.connections.eventLoops : [] {
            EventLoopLag.measure(on: loop) { watch.metrics.noteLoopLag(nanoseconds: $0) }
        }
        let tracing = StateTracing(tracer ?? InstrumentationSystem.tracer)
        let discovery = DiscoveryServer(holder: holder, health: health, server: server, watch: watch, tracing: tracing)
        discovery.notePlaced(mesh, because: "start")
        return discovery
    }

    /// The address bound, with the real port.
    public var localAddress: SocketAddress? { server.localAddress }

    /// The open connections, to count them and their streams (XP-O4).
    public var connections: GRPCConnectionRegistry { server.connections }

    /// The newest state that is served.
    public var mesh: ServedMesh { holder.current }

    /// Serves a newer state: every stream is sent what changed for it.
    ///
    /// - Parameters:
    ///   - reason: what people are told of why there is another state.
    ///   - context: what the spans of the state belong to.
    public func update(
        to mesh: ServedMesh,
        because reason: String = "change",
        in context: ServiceContext = .topLevel
    ) {
        let number = notePlaced(mesh, because: reason)
        let loop = tracing == nil ? nil : server.connections.eventLoops.first
        let told = loop.flatMap { tracing?.begin(mesh.record, number: number, in: context, on: $0) }
        holder.replace(with: mesh)
        tellConnections(then: told)
    }

    /// From this moment on clients wait for the state.
    ///
    /// - Returns: the number of the state.
    @discardableResult
    private func notePlaced(_ mesh: ServedMesh, because reason: String) -> Int {
        mesh.record.place(at: .now())
        // Before anybody asks for what is different.
        defer { watch.activity.note([.mesh, .pushes]) }
        return watch.pushes.add(
            mesh.record,
            at: WallClock.milliseconds(),
            because: reason,
            changedHosts: mesh.changedHostCount
        )
    }

    /// Says whether the newest state of the input is what is served; the health service tells it as `eds-translator.Input`.
    public func report(isInputUsed: Bool) { health.setInput(isUsed: isInputUsed) }

    /// Goes by other rules: every stream whose client may no longer be what it claims is ended (XP-O8).
    public func authorize(by authorization: ClientAuthorization?) {
        holder.replace(with: authorization)
        tellConnections()
    }

    private func tellConnections(then done: (@Sendable () -> Void)? = nil) {
        server.connections.runOnEach(
            { [holder] connection in
                // The newest by then: a connection that comes to it late skips what was overtaken (XP-B2, X-61).
                (connection.attachment as? ConnectionClients)?.meshChanged(to: holder.current)
            },
            then: done
        )
    }

    /// Ends all streams gracefully and stops; the health service says NOT_SERVING before (XP-H54, XP-O7).
    public func drain(_ plan: GRPCDrainPlan = GRPCDrainPlan()) async throws {
        health.stopServing()
        try await server.drain(plan)
        try await server.close()
    }

    /// Stops at once.
    public func close() async throws { try await server.close() }
}
