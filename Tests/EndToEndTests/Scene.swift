import EnvoyHarness

/// The processes and folders of a test, which are always stopped in reverse order at its end.
actor Scene {
    private var endings: [@Sendable () async -> Void] = []

    /// Runs a test's body.
    static func play(_ body: (Scene) async throws -> Void) async throws {
        let scene = Scene()
        do {
            try await body(scene)
        } catch {
            await scene.clear()
            throw error
        }
        await scene.clear()
    }

    /// Returns an empty folder that exists until the end of the test.
    func directory(_ purpose: String) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory(named: purpose)
        endings.append { directory.remove() }
        return directory
    }

    /// Returns a folder with a mesh.
    func directory(of mesh: TestMesh) throws -> TemporaryDirectory {
        let directory = try directory("mesh")
        try mesh.write(to: directory)
        return directory
    }

    /// Starts the server on a mesh directory, on a free port unless one is given.
    func server(
        _ directory: TemporaryDirectory,
        _ arguments: [String] = [],
        port: Int = 0
    ) async throws -> ServerProcess {
        try await server(directory.path, arguments, port: port)
    }

    /// Starts the server on a mesh directory that is not owned by the test.
    func server(_ path: String, _ arguments: [String] = [], port: Int = 0) async throws -> ServerProcess {
        let server = try await ServerProcess(["serve", path, "--listen", "127.0.0.1:\(port)"] + arguments)
        endings.append { await server.stop() }
        return server
    }

    /// Starts the server with the given arguments of `serve` or `replay`.
    func server(command: String = "serve", _ arguments: [String]) async throws -> ServerProcess {
        let server = try await ServerProcess([command, "--listen", "127.0.0.1:0"] + arguments)
        endings.append { await server.stop() }
        return server
    }

    /// Starts any program.
    func process(_ program: String, _ arguments: [String]) throws -> ChildProcess {
        let process = try ChildProcess(program, arguments)
        endings.append { _ = await process.stop() }
        return process
    }

    /// Starts an Envoy.
    func envoy(_ bootstrap: EnvoyBootstrap) async throws -> EnvoyProcess {
        let envoy = try await EnvoyProcess(bootstrap)
        endings.append { await envoy.stop() }
        return envoy
    }

    /// Starts an Envoy with the text of a bootstrap.
    func envoy(configuration: String, named name: String) async throws -> EnvoyProcess {
        let envoy = try await EnvoyProcess(configuration: configuration, named: name)
        endings.append { await envoy.stop() }
        return envoy
    }

    /// Starts an Envoy of a node with some clusters, served by a server.
    func envoy(
        _ node: EnvoyNode,
        _ delivery: Delivery,
        from server: ServerProcess,
        _ clusters: [EDSCluster]
    ) async throws -> EnvoyProcess {
        try await envoy(
            EnvoyBootstrap(
                node: node,
                managementServer: try server.socket(),
                flavour: delivery.flavour(),
                clusters: clusters
            )
        )
    }

    /// Starts a workload.
    func backend(
        _ name: String,
        on address: String,
        _ certificate: SelfSignedCertificate,
        answeringAfter milliseconds: Int64 = 0
    ) async throws -> Backend {
        let backend = try await Backend.start(
            name,
            on: address,
            certificate: certificate,
            answeringAfter: milliseconds
        )
        endings.append { await backend.stop() }
        return backend
    }

    /// Starts an east-west gateway that accepts TLS for the given server name.
    func gateway(on address: String, to backends: [Backend], for serverName: String) async throws -> StandInGateway {
        let gateway = try await StandInGateway.start(
            on: address,
            backends: backends.map(\.socket),
            admits: .serverNames([serverName])
        )
        endings.append { await gateway.stop() }
        return gateway
    }

    /// Starts a gateway that accepts all connections.
    func gateway(on address: String, port: Int = 0, to backends: [NetworkEndpoint]) async throws -> StandInGateway {
        let gateway = try await StandInGateway.start(on: address, port: port, backends: backends, admits: .any)
        endings.append { await gateway.stop() }
        return gateway
    }

    private func clear() async {
        for ending in endings.reversed() { await ending() }
        endings = []
    }
}
