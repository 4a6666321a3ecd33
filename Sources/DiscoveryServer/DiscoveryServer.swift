public import GRPCTransport
public import Logging
public import NIOCore

/// Serves one mesh to many proxies, and every newer state of it as soon as there is one.
public final class DiscoveryServer: Sendable {
    private let holder: MeshHolder
    private let health: HealthBoard
    private let server: GRPCServer

    private init(holder: MeshHolder, health: HealthBoard, server: GRPCServer) {
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
    ///   - logger: for streams and connections.
    /// - Throws: the error of the bind.
    public static func start(
        serving mesh: ServedMesh,
        on address: GRPCServer.Address,
        authorization: ClientAuthorization? = nil,
        options: DiscoveryOptions = DiscoveryOptions(),
        configuration: GRPCServerConfiguration = GRPCServerConfiguration(),
        logger: Logger
    ) async throws -> DiscoveryServer {
        let holder = MeshHolder(mesh, authorization: authorization)
        let health = HealthBoard()
        let directory = ConnectionDirectory()
        let service = DiscoveryService(
            holder: holder,
            options: options,
            health: HealthService(board: health),
            clientStatus: options.servesClientStatus ? ClientStatusService(directory: directory, holder: holder) : nil,
            reflection: options.servesReflection ? ReflectionService(services: options.services, holder: holder) : nil,
            logger: logger
        )
        let server = try await GRPCServer.start(
            on: address,
            configuration: configuration,
            service: service,
            httpHandler: RESTHandler(holder: holder, options: options),
            logger: logger
        )
        directory.set(server.connections)
        return DiscoveryServer(holder: holder, health: health, server: server)
    }

    /// The address bound, with the real port.
    public var localAddress: SocketAddress? { server.localAddress }

    /// The open connections, to count them and their streams (O-4).
    public var connections: GRPCConnectionRegistry { server.connections }

    /// The newest state that is served.
    public var mesh: ServedMesh { holder.current }

    /// Serves a newer state: every stream is sent what changed for it.
    public func update(to mesh: ServedMesh) {
        holder.replace(with: mesh)
        tellConnections()
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
