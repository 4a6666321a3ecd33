package import CoreMetrics
package import DiscoveryServer
package import GRPCTransport
package import Logging
package import MeshModel
package import MeshViews
import NIOCore
import NIOPosix
package import Testing
package import Tracing

/// The protocol variants that the scenarios name.
package enum Variant: String, Sendable, CaseIterable {
    case streamEndpoints = "StreamEndpoints"
    case deltaEndpoints = "DeltaEndpoints"
    case streamAggregated = "StreamAggregatedResources"
    case deltaAggregated = "DeltaAggregatedResources"
    case fetch = "FetchEndpoints"
    case rest = "REST"
    /// Scenarios about the connection, without a particular method.
    case transport = "HTTP/2"

    package var path: String {
        switch self {
        case .streamEndpoints, .transport: "/envoy.service.endpoint.v3.EndpointDiscoveryService/StreamEndpoints"
        case .deltaEndpoints: "/envoy.service.endpoint.v3.EndpointDiscoveryService/DeltaEndpoints"
        case .fetch: "/envoy.service.endpoint.v3.EndpointDiscoveryService/FetchEndpoints"
        case .streamAggregated: "/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources"
        case .deltaAggregated: "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources"
        case .rest: "/v3/discovery:endpoints"
        }
    }

    package var isAggregated: Bool { self == .streamAggregated || self == .deltaAggregated }
}

/// A server on a free port with one client connection, for one scenario.
package final class Bench {
    /// The non-default settings of a scenario.
    package struct Setup: Sendable {
        package var mesh = TestMesh(["a", "b", "c"])
        package var options = DiscoveryOptions()
        package var server = GRPCServerConfiguration()
        package var client = GRPCClientConfiguration()
        package var metrics: (any MetricsFactory)?
        package var tracer: (any Tracer)?

        package init(
            mesh: TestMesh = TestMesh(["a", "b", "c"]),
            _ adjust: (inout Setup) -> Void = { _ in }
        ) {
            self.mesh = mesh
            adjust(&self)
        }
    }

    package let variant: Variant
    package let server: DiscoveryServer
    package let connection: GRPCClientConnection
    package private(set) var mesh: TestMesh
    private var others: [GRPCClientConnection] = []

    package static let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    private init(variant: Variant, server: DiscoveryServer, connection: GRPCClientConnection, mesh: TestMesh) {
        self.variant = variant
        self.server = server
        self.connection = connection
        self.mesh = mesh
    }

    /// Runs a scenario against a server and stops everything afterwards.
    package static func run(
        _ variant: Variant = .streamEndpoints,
        _ setup: Setup = Setup(),
        _ body: (Bench) async throws -> Void
    ) async throws {
        let server = try await DiscoveryServer.start(
            serving: try setup.mesh.served(),
            on: .hostname("127.0.0.1", port: 0),
            options: setup.options,
            configuration: setup.server,
            metrics: setup.metrics,
            tracer: setup.tracer,
            logger: logger
        )
        let bench: Bench
        do {
            let connection = try await connect(to: server, setup.client)
            bench = Bench(variant: variant, server: server, connection: connection, mesh: setup.mesh)
        } catch {
            try await server.close()
            throw error
        }
        var failure: (any Error)?
        do {
            try await body(bench)
        } catch {
            failure = error
        }
        for connection in bench.others + [bench.connection] { await connection.close() }
        try await server.close()
        if let failure { throw failure }
    }

    private static func connect(
        to server: DiscoveryServer,
        _ configuration: GRPCClientConfiguration
    ) async throws -> GRPCClientConnection {
        try await GRPCClientConnection.connect(
            to: try #require(server.localAddress),
            group: MultiThreadedEventLoopGroup.singleton,
            configuration: configuration
        )
    }

    /// Opens another connection, which is closed with the bench.
    package func connect(
        _ configuration: GRPCClientConfiguration = GRPCClientConfiguration()
    ) async throws
        -> GRPCClientConnection
    {
        let made = try await Self.connect(to: server, configuration)
        others.append(made)
        return made
    }

    /// Changes the mesh and serves it; returns when every stream was notified.
    package func change(_ body: (inout TestMesh) -> Void) async throws {
        body(&mesh)
        try await serve(try mesh.served())
    }

    /// Serves another state; returns when every stream was notified.
    package func serve(_ state: MeshState) async throws {
        server.update(to: state)
        // Event loops run their tasks in order.
        _ = try await server.openStreams()
    }

    /// Opens a SotW stream of the scenario's variant.
    package func sotw(
        _ variant: Variant? = nil,
        on connection: GRPCClientConnection? = nil,
        node: EnvoyNode? = SotwClient.node
    ) async throws -> SotwClient {
        let variant = variant ?? self.variant
        let call = try await WireCall.open(variant.path, on: connection ?? self.connection)
        return SotwClient(call, isAggregated: variant.isAggregated, node: node)
    }

    /// Opens a delta stream of the scenario's variant.
    package func delta(
        _ variant: Variant? = nil,
        on connection: GRPCClientConnection? = nil,
        node: EnvoyNode? = SotwClient.node
    ) async throws -> DeltaClient {
        let variant = variant ?? self.variant
        let call = try await WireCall.open(variant.path, on: connection ?? self.connection)
        return DeltaClient(call, isAggregated: variant.isAggregated, node: node)
    }

    /// Expects that a stream is served on a connection, which shows that it works.
    package func expectAlive(
        _ connection: GRPCClientConnection? = nil,
        _ location: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        let client = try await sotw(.streamEndpoints, on: connection)
        try await client.ask([try #require(mesh.names.first)])
        #expect(try await client.next(location).names == mesh.names.prefix(1).map { $0 }, sourceLocation: location)
        try await client.call.halfClose()
        #expect(try await client.call.end().status?.code == .ok, sourceLocation: location)
    }
}
