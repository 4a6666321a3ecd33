public import CoreMetrics
public import GRPCTransport
public import Logging
internal import MeshModel
public import NIOCore

/// Serves one mesh to many proxies, and every newer state of it as soon as there is one.
public final class DiscoveryServer: Sendable {
    private let holder: MeshHolder
    private let health: HealthBoard
    private let server: GRPCServer
    let watch: ServerWatch

    private init(holder: MeshHolder, health: HealthBoard, server: GRPCServer, watch: ServerWatch) {
        self.watch = watch
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
        let discovery = DiscoveryServer(holder: holder, health: health, server: server, watch: watch)
        discovery.notePlaced(mesh, because: "start")
        return discovery
    }

    /// The address bound, with the real port.
    public var localAddress: SocketAddress? { server.localAddress }

    /// The open connections, to count them and their streams (O-4).
    public var connections: GRPCConnectionRegistry { server.connections }

    /// The newest state that is served.
    public var mesh: ServedMesh { holder.current }

    /// Serves a newer state: every stream is sent what changed for it.
    ///
    /// - Parameter reason: what people are told of why there is another state.
    public func update(to mesh: ServedMesh, because reason: String = "change") {
        notePlaced(mesh, because: reason)
        holder.replace(with: mesh)
        tellConnections()
    }

    /// From this moment on clients wait for the state.
    private func notePlaced(_ mesh: ServedMesh, because reason: String) {
        mesh.record.place(at: .now())
        watch.pushes.add(
            mesh.record,
            at: WallClock.milliseconds(),
            because: reason,
            changedHosts: mesh.changedHostCount
        )
        watch.activity.note([.mesh, .pushes])
    }

    /// Says whether the newest state of the input is what is served; the health service tells it as `eds-translator.Input`.
    public func report(isInputUsed: Bool) { health.setInput(isUsed: isInputUsed) }

    /// Goes by other rules: every stream whose client may no longer be what it claims is ended (O-8).
    public func authorize(by authorization: ClientAuthorization?) {
        holder.replace(with: authorization)
        tellConnections()
    }

    private func tellConnections() {
        server.connections.runOnEach { [holder] connection in
            // The newest by then: a connection that comes to it late skips what was overtaken (B-2, X-61).
            (connection.attachment as? ConnectionClients)?.meshChanged(to: holder.current)
        }
    }

    /// Ends all streams gracefully and stops; the health service says NOT_SERVING before (H-54, O-7).
    public func drain(_ plan: GRPCDrainPlan = GRPCDrainPlan()) async throws {
        health.stopServing()
        try await server.drain(plan)
        try await server.close()
    }

    /// Stops at once.
    public func close() async throws { try await server.close() }
}
