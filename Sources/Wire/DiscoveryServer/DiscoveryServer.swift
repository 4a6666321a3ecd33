public import CoreMetrics
public import GRPCTransport
public import Logging
internal import MeshModel
public import MeshViews
public import NIOCore
public import Tracing

/// A server that serves one mesh to many proxies and pushes every newer state of it.
public final class DiscoveryServer: Sendable {
    private let holder: CurrentState
    private let health: HealthStatusStore
    private let server: GRPCServer
    let telemetry: ServerTelemetry
    /// The tracing of states; nil without a tracer.
    private let tracing: StateTracing?

    private init(
        holder: CurrentState,
        health: HealthStatusStore,
        server: GRPCServer,
        telemetry: ServerTelemetry,
        tracing: StateTracing?
    ) {
        self.telemetry = telemetry
        self.tracing = tracing
        self.holder = holder
        self.health = health
        self.server = server
    }

    /// Binds the address and starts to serve.
    ///
    /// - Parameters:
    ///   - mesh: the first state.
    /// - address: the address to listen on.
    /// - authorization: the rules for clients' claims; nil accepts all claims.
    /// - options: the options of the discovery services.
    /// - configuration: the limits and timeouts of the transport.
    /// - metrics: the metrics factory; nil uses the bootstrapped one, which records nothing by default.
    /// - tracer: the tracer; nil uses the bootstrapped one, which records nothing by default.
    /// - activity: receives notices of changes.
    /// - logger: the logger of streams.
    /// - transportLogger: the logger of connections; nil uses `logger`.
    /// - Throws: the error of the bind.
    public static func start(
        serving mesh: MeshState,
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
        let telemetry = ServerTelemetry(metrics ?? MetricsSystem.factory, activity)
        let state = ServedState(mesh, EncodedResourceCache(maximumBytes: options.cacheBytes))
        let holder = CurrentState(state, authorization: authorization)
        let health = HealthStatusStore()
        let directory = ConnectionDirectory()
        let service = DiscoveryService(
            holder: holder,
            options: options,
            health: HealthService(store: health),
            clientStatus: options.servesClientStatus ? ClientStatusService(directory: directory, holder: holder) : nil,
            reflection: options.servesReflection ? ReflectionService(services: options.services, holder: holder) : nil,
            telemetry: telemetry,
            logger: logger
        )
        let server = try await GRPCServer.start(
            on: address,
            configuration: configuration,
            service: service,
            httpHandler: RESTHandler(holder: holder, options: options, telemetry: telemetry),
            logger: transportLogger ?? logger
        )
        directory.set(server.connections)
        // Without a metrics backend nothing needs to be measured.
        let isKept = !((metrics ?? MetricsSystem.factory) is NOOPMetricsHandler)
        for loop in isKept ? server.connections.eventLoops : [] {
            EventLoopLag.measure(on: loop) { telemetry.metrics.recordLoopLag(nanoseconds: $0) }
        }
        let tracing = StateTracing(tracer ?? InstrumentationSystem.tracer)
        let discovery = DiscoveryServer(
            holder: holder,
            health: health,
            server: server,
            telemetry: telemetry,
            tracing: tracing
        )
        discovery.recordPlaced(state, because: "start")
        return discovery
    }

    /// The address bound, with the real port.
    public var localAddress: SocketAddress? { server.localAddress }

    /// The open connections, for counting them and their streams (XP-O4).
    public var connections: ConnectionRegistry { server.connections }

    /// The state that is served.
    public var mesh: MeshState { holder.current.mesh }

    /// Serves a newer state: every stream is sent its changes.
    ///
    /// - Parameters:
    /// - reason: the human-readable reason for the new state.
    /// - context: the parent of the state's spans.
    public func update(
        to mesh: MeshState,
        because reason: String = "change",
        in context: ServiceContext = .topLevel
    ) {
        let state = ServedState(mesh, after: holder.current)
        let number = recordPlaced(state, because: reason)
        let loop = tracing == nil ? nil : server.connections.eventLoops.first
        let told = loop.flatMap { tracing?.begin(state.record, number: number, in: context, on: $0) }
        holder.replace(with: state)
        notifyConnections(then: told)
    }

    /// Places the state: from now on clients wait for it.
    ///
    /// - Returns: the number of the state.
    @discardableResult
    private func recordPlaced(_ state: ServedState, because reason: String) -> Int {
        state.record.place(at: .now())
        // Before a consumer reads the changes.
        defer { telemetry.activity.record([.mesh, .pushes]) }
        return telemetry.pushes.add(
            state.record,
            at: WallClock.milliseconds(),
            because: reason,
            changedHosts: state.mesh.changedHostCount
        )
    }

    /// Sets whether the newest state of the input is served, for the health service's `eds-translator.Input`.
    public func report(isInputUsed: Bool) { health.setInput(isUsed: isInputUsed) }

    /// Replaces the authorization rules and closes streams that no longer satisfy them (XP-O8).
    public func authorize(by authorization: ClientAuthorization?) {
        holder.replace(with: authorization)
        notifyConnections()
    }

    /// Sends every client all names that it is subscribed to, although they did not change.
    ///
    /// An Envoy whose cluster is replaced over delta ADS asks for nothing and waits 15 s for its endpoints (XP-E35).
    ///
    /// - Parameter node: the node id of the client; nil for all clients.
    public func pushAgain(to node: String? = nil) {
        server.connections.runOnEach { connection in
            (connection.attachment as? ConnectionContext)?.pushAgain(to: node)
        }
    }

    private func notifyConnections(then done: (@Sendable () -> Void)? = nil) {
        server.connections.runOnEach(
            { [holder] connection in
                // The newest state at that time: a connection that is reached late skips superseded states (XP-B2,
                //
                (connection.attachment as? ConnectionContext)?.meshChanged(to: holder.current)
            },
            then: done
        )
    }

    /// Ends all streams gracefully and stops; the health service reports NOT_SERVING before (XP-H54, XP-O7).
    public func drain(_ plan: GRPCDrainPlan = GRPCDrainPlan()) async throws {
        health.stopServing()
        try await server.drain(plan)
        try await server.close()
    }

    /// Stops at once.
    public func close() async throws { try await server.close() }
}
