import EnvoyHarness

/// The workloads and gateways of the mesh, simulated by small servers on loopback addresses.
struct Stage {
    /// The simulated mesh, with the actual ports.
    let mesh: DemoMesh

    private(set) var backends: [Backend] = []
    private(set) var gateways: [StandInGateway] = []

    /// Starts all workloads and gateways, on the ports of the manifests or, if those are in use, on others.
    static func raised() async throws -> Stage {
        let certificate = try await SelfSignedCertificate.make()
        if let stage = try? await raised(DemoMesh(), certificate) { return stage }
        let mesh = DemoMesh(workloadPort: try FreePort.find(), gatewayPort: try FreePort.find())
        return try await raised(mesh, certificate)
    }

    private static func raised(_ mesh: DemoMesh, _ certificate: SelfSignedCertificate) async throws -> Stage {
        var stage = Stage(mesh: mesh)
        do {
            try await stage.raiseBackends(certificate)
            try await stage.raiseGateways()
            return stage
        } catch {
            await stage.clear()
            throw error
        }
    }

    private init(mesh: DemoMesh) {
        self.mesh = mesh
    }

    private mutating func raiseBackends(_ certificate: SelfSignedCertificate) async throws {
        for workload in mesh.workloads {
            let backend = try await Backend.start(
                workload.name,
                on: workload.address,
                port: mesh.workloadPort,
                certificate: certificate
            )
            backends.append(backend)
        }
    }

    private mutating func raiseGateways() async throws {
        for network in mesh.networks {
            guard let address = network.gateway else { continue }
            let behind = mesh.workloads(in: network.name).map { NetworkEndpoint($0.address, mesh.workloadPort) }
            let gateway = try await StandInGateway.start(
                on: address,
                port: mesh.gatewayPort,
                backends: behind,
                admits: .serverNames([mesh.cluster.serverName])
            )
            gateways.append(gateway)
        }
    }

    /// Resets the counts of requests and connections.
    func resetCounts() {
        for backend in backends { backend.resetRequests() }
        for gateway in gateways { gateway.resetSeen() }
    }

    func clear() async {
        for gateway in gateways { await gateway.stop() }
        for backend in backends { await backend.stop() }
    }
}
