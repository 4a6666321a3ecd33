import EnvoyHarness
import Testing

extension EndToEnd {
    @Suite("Delivery to Envoy")
    struct DeliveryTests {
        @Test("Envoy applies endpoints, weights, localities and TLS to traffic", arguments: Delivery.allCases)
        func everythingArrives(delivery: Delivery) async throws {
            try await Scene.play { scene in
                let played = try await PlayedMesh(on: scene)
                let envoy = try await deliver(played.mesh, delivery, on: scene)
                try await envoy.untilReady()
                try await expectEndpoints(envoy, played)
                try await expectStatistics(envoy)
                try await expectTraffic(envoy, played)
            }
        }

        /// Names with slashes, one of them with an accent, and with a dot that would hide the file.
        private static let oddNames = ["a|b", "a/b", "a//b", "a/\u{301}b", "../a", "."]

        @Test("The file of a cluster has the name that Envoy expects", arguments: Self.oddNames)
        func fileNames(resource: String) async throws {
            try await Scene.play { scene in
                let mesh = try await scene.directory(of: TestMesh(proxies: [TestMesh.client(in: "west")]))
                let written = try await scene.directory("eds")
                try await translate(mesh, into: written.path, ["--resource", resource])
                let envoy = try await scene.envoy(
                    EnvoyBootstrap(
                        node: TestMesh.client(in: "west"),
                        flavour: .file(directory: written.path),
                        clusters: [EDSCluster("odd", serviceName: resource, initialFetchTimeout: 0)]
                    )
                )
                try await envoy.untilReady()
                let statistics = try await envoy.admin.statistics()
                #expect(statistics.number("update_success", ofCluster: "odd") == 1)
            }
        }

        /// Returns an Envoy in the west with the given way of delivery.
        private func deliver(_ mesh: TestMesh, _ delivery: Delivery, on scene: Scene) async throws -> EnvoyProcess {
            let node = TestMesh.client(in: "west")
            var mesh = mesh
            mesh.proxies = [node]
            let directory = try await scene.directory(of: mesh)
            guard delivery == .files else {
                let server = try await scene.server(directory)
                return try await scene.envoy(node, delivery, from: server, [PlayedMesh.web])
            }
            let written = try await scene.directory("eds")
            try await translate(directory, into: written.path)
            return try await scene.envoy(
                EnvoyBootstrap(
                    node: node,
                    flavour: delivery.flavour(filesIn: written.path),
                    clusters: [PlayedMesh.web]
                )
            )
        }

        private func expectEndpoints(_ envoy: EnvoyProcess, _ played: PlayedMesh) async throws {
            let hosts = try await envoy.admin.hosts(of: PlayedMesh.web.name).sorted { $0.socket < $1.socket }
            let expected = [played.socket("west-0"), played.socket("west-1"), played.eastGateway.socket]
            #expect(hosts.map(\.socket) == expected)
            #expect(hosts.map(\.weight) == [1, 1, 2])
            #expect(hosts.map(\.health) == [.healthy, .healthy, .healthy])
            #expect(hosts.map(\.priority) == [0, 0, 0])
            let localities = [
                EnvoyLocality(region: "west", zone: "z1"), EnvoyLocality(region: "west", zone: "z2"),
                // A gateway is in a locality of its own, so that its share holds under every policy.
                EnvoyLocality(
                    region: "east",
                    zone: "z1",
                    subZone: "gateway-\(played.eastGateway.socket.address)-\(played.eastGateway.socket.port)"
                ),
            ]
            #expect(hosts.map(\.locality) == localities)

            let assignment = try #require(try await envoy.admin.assignments()[PlayedMesh.web.name])
            let dumped = assignment.hosts.sorted { $0.socket < $1.socket }
            #expect(dumped.map(\.socket) == expected)
            let modes = dumped.map { $0.metadata?["envoy.transport_socket_match"]?["tlsMode"]?.text }
            #expect(modes == ["istio", nil, "istio"])
            #expect(assignment.localityWeights.sorted() == [1, 1, 2])
        }

        private func expectStatistics(_ envoy: EnvoyProcess) async throws {
            let statistics = try await envoy.admin.statistics()
            let web = PlayedMesh.web.name
            #expect(statistics.number("update_success", ofCluster: web) == 1)
            #expect(statistics.number("update_rejected", ofCluster: web) == 0)
            #expect(statistics.number("update_failure", ofCluster: web) == 0)
            #expect(statistics.number("init_fetch_timeout", ofCluster: web) == 0)
            #expect(statistics.number("membership_total", ofCluster: web) == 3)
            #expect(statistics.number("membership_healthy", ofCluster: web) == 3)
        }

        private func expectTraffic(_ envoy: EnvoyProcess, _ played: PlayedMesh) async throws {
            let tally = try await TrafficMeter(try await envoy.listener(of: PlayedMesh.web.name)).send(200)
            #expect(tally.failures.isEmpty)
            for name in ["west-0", "west-1", "east-0", "east-1"] {
                #expect(abs(tally.share(of: [name]) - 0.25) < 0.05, "\(tally)")
                let requests = try #require(played.backends[name]).requests
                let transport = name == "west-1" ? requests.plain : requests.tls
                #expect(transport == requests.total, "\(name): \(requests)")
            }
            let seen = played.eastGateway.seen
            #expect(seen.refused == 0)
            #expect(Set(seen.passed.keys) == Set(["east-0", "east-1"].compactMap(played.socket)))
        }
    }
}
