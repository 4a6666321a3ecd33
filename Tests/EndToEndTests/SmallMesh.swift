import EnvoyHarness

/// A mesh with one service of two endpoints that need not be reachable, and its server.
enum SmallMesh {
    static let web = PlayedMesh.web
    static let sockets = [NetworkEndpoint("127.1.0.1", 8080), NetworkEndpoint("127.1.0.2", 8080)]
    static let socketsAfterwards = Set(sockets + [added.socket])

    static let other = TestMesh.Workload(
        name: "other-0",
        cluster: "west",
        socket: NetworkEndpoint("127.1.0.9", 8080)
    )

    static let mesh = TestMesh(services: [
        TestMesh.Service(
            name: "web",
            workloads: sockets.indices.map {
                TestMesh.Workload(name: "web-\($0)", cluster: "west", socket: sockets[$0])
            }
        )
    ])

    /// Adds an endpoint to the service.
    static func addEndpoint(_ mesh: inout TestMesh) { mesh.services[0].workloads.append(added) }

    private static let added = TestMesh.Workload(
        name: "web-2",
        cluster: "west",
        socket: NetworkEndpoint("127.1.0.3", 8080)
    )
}
