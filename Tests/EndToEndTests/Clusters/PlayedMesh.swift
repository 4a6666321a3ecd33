import EnvoyHarness

/// A ``TestMesh`` with one service, whose workloads and gateways are real processes.
///
/// In the west `west-0` has a sidecar and `west-1` has none; in the east there are `east-0` and `east-1` with sidecars.
struct PlayedMesh {
    var mesh: TestMesh
    let certificate: SelfSignedCertificate
    let backends: [String: Backend]
    let eastGateway: StandInGateway

    /// The cluster of the only service.
    static let web = EDSCluster(TestMesh.Service(name: "web").resource)

    init(on scene: Scene) async throws {
        certificate = try await SelfSignedCertificate.make()
        var backends: [String: Backend] = [:]
        var service = TestMesh.Service(name: "web")
        let places: [(name: String, address: String, zone: String)] = [
            ("west-0", "127.1.0.1", "z1"), ("west-1", "127.1.0.2", "z2"),
            ("east-0", "127.2.0.1", "z1"), ("east-1", "127.2.0.2", "z1"),
        ]
        for place in places {
            let backend = try await scene.backend(place.name, on: place.address, certificate)
            backends[place.name] = backend
            service.workloads.append(
                TestMesh.Workload(
                    name: place.name,
                    cluster: String(place.name.prefix(4)),
                    socket: backend.socket,
                    zone: place.zone,
                    hasSidecar: place.name != "west-1"
                )
            )
        }
        self.backends = backends
        eastGateway = try await scene.gateway(
            on: "127.2.255.1",
            to: ["east-0", "east-1"].compactMap { backends[$0] },
            for: Self.web.serverName
        )
        // In these tests no client uses the western gateway.
        let westGateway = NetworkEndpoint("127.1.255.1", 15_443)
        mesh = TestMesh(services: [service], gateways: ["west": westGateway, "east": eastGateway.socket])
    }

    /// Returns the address of a workload.
    func socket(_ name: String) -> NetworkEndpoint? { backends[name]?.socket }
}
