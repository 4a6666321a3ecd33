import EnvoyHarness
import Testing

extension EndToEnd {
    @Suite("Identity of Envoys")
    struct IdentityTests {
        private static let web = PlayedMesh.web
        private static let west = NetworkEndpoint("127.1.0.1", 8080)
        private static let east = NetworkEndpoint("127.2.0.1", 8080)
        private static let gateways = [
            "west": NetworkEndpoint("127.1.255.1", 15_443), "east": NetworkEndpoint("127.2.255.1", 15_443),
        ]

        private static let mesh = TestMesh(
            services: [
                TestMesh.Service(
                    name: "web",
                    workloads: [
                        TestMesh.Workload(name: "west-0", cluster: "west", socket: west),
                        TestMesh.Workload(name: "east-0", cluster: "east", socket: east),
                    ]
                )
            ],
            gateways: gateways
        )

        @Test("Two Envoys of different networks get different routes from the same server", arguments: Delivery.served)
        func twoNetworks(delivery: Delivery) async throws {
            try await Scene.play { scene in
                let server = try await scene.server(try await scene.directory(of: Self.mesh))
                let expected = [
                    ("west", Set([Self.west, Self.gateways["east"]])), ("east", [Self.east, Self.gateways["west"]]),
                ]
                for (cluster, sockets) in expected {
                    let envoy = try await scene.envoy(
                        TestMesh.client(in: cluster),
                        delivery,
                        from: server,
                        [Self.web]
                    )
                    try await envoy.untilReady()
                    let found = try await envoy.admin.hosts(of: Self.web.name).map(\.socket)
                    #expect(Set(found) == sockets)
                }
            }
        }

        @Test("An Envoy without metadata is completed from proxies.yaml by its id", arguments: Delivery.served)
        func declared(delivery: Delivery) async throws {
            try await Scene.play { scene in
                var mesh = Self.mesh
                mesh.proxies = [Self.edge(in: "east")]
                let directory = try await scene.directory(of: mesh)
                let server = try await scene.server(directory)
                let plain = EnvoyNode(id: "edge-1", cluster: "edge")
                let envoy = try await scene.envoy(plain, delivery, from: server, [Self.web])
                try await envoy.untilReady()
                let found = try await envoy.admin.hosts(of: Self.web.name).map(\.socket)
                #expect(Set(found) == Set([Self.east, Self.gateways["west"]]))
                let line = try await server.line(containing: "completed from proxies.yaml")
                #expect(line.contains("node=edge-1"))
                #expect(line.contains("network=east-network"))

                // A change of the file applies to connected clients too.
                mesh.proxies = [Self.edge(in: "west")]
                try mesh.write(to: directory)
                try await envoy.untilHosts(of: Self.web.name) {
                    Set($0.map(\.socket)) == Set([Self.west, Self.gateways["east"]])
                }
            }
        }

        @Test("An unknown Envoy is assumed to be a sidecar of namespace default, which is logged")
        func stranger() async throws {
            try await Scene.play { scene in
                let server = try await scene.server(try await scene.directory(of: Self.mesh))
                let node = EnvoyNode(id: "stranger", cluster: "nowhere")
                let envoy = try await scene.envoy(node, .adsDelta, from: server, [Self.web])
                try await envoy.untilReady()
                let line = try await server.line(containing: "assumed a sidecar of namespace default")
                #expect(line.contains("node=stranger"))
                #expect(line.contains("namespace=default"))
                // Without a network it uses every gateway.
                let found = try await envoy.admin.hosts(of: Self.web.name).map(\.socket)
                #expect(Set(found) == Set(Self.gateways.values))
            }
        }

        private static func edge(in cluster: String) -> EnvoyNode {
            EnvoyNode(
                id: "edge-1",
                cluster: "edge",
                metadata: [
                    "NETWORK": .string(TestMesh.network(of: cluster)), "CLUSTER_ID": .string(cluster),
                    "NAMESPACE": "shop",
                ]
            )
        }
    }
}
