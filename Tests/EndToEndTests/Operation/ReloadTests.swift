import EnvoyHarness
import Testing

extension EndToEnd {
    @Suite("Changes on disk with Envoy")
    struct ReloadTests {
        /// The way in which the server detects a change.
        enum Notice: CaseIterable, CustomTestStringConvertible {
            case watching, signal

            var testDescription: String { self == .watching ? "--watch" : "--no-watch and SIGHUP" }
            var arguments: [String] { self == .watching ? [] : ["--no-watch"] }
        }

        @Test(
            "Envoy follows an added endpoint, another gateway, and the removal of all endpoints",
            arguments: Delivery.served + Delivery.polled,
            Notice.allCases
        )
        func changes(delivery: Delivery, notice: Notice) async throws {
            try await Scene.play { scene in
                var mesh = Self.mesh
                let directory = try await scene.directory(of: mesh)
                let server = try await scene.server(directory, notice.arguments)
                let envoy = try await scene.envoy(TestMesh.client(in: "west"), delivery, from: server, [Self.web])
                try await envoy.untilReady()
                for change in Self.changes {
                    change.make(&mesh)
                    try mesh.write(to: directory)
                    if notice == .signal { server.reload() }
                    try await envoy.untilHosts(of: Self.web.name) { Set($0.map(\.socket)) == change.expected }
                }
                let statistics = try await envoy.admin.statistics()
                #expect(statistics.number("update_success", ofCluster: Self.web.name) == 1 + Self.changes.count)
                #expect(statistics.number("update_rejected", ofCluster: Self.web.name) == 0)
            }
        }

        @Test("Envoy follows files that are translated again")
        func files() async throws {
            try await Scene.play { scene in
                var mesh = Self.mesh
                mesh.proxies = [TestMesh.client(in: "west")]
                let directory = try await scene.directory(of: mesh)
                let written = try await scene.directory("eds")
                try await translate(directory, into: written.path)
                let envoy = try await scene.envoy(
                    EnvoyBootstrap(
                        node: TestMesh.client(in: "west"),
                        flavour: .file(directory: written.path),
                        clusters: [Self.web]
                    )
                )
                try await envoy.untilReady()
                for change in Self.changes {
                    change.make(&mesh)
                    try mesh.write(to: directory)
                    try await translate(directory, into: written.path)
                    try await envoy.untilHosts(of: Self.web.name) { Set($0.map(\.socket)) == change.expected }
                }
                let statistics = try await envoy.admin.statistics()
                #expect(statistics.number("update_rejected", ofCluster: Self.web.name) == 0)
            }
        }

        @Test("An invalid edit changes nothing and is reported with file, line and column", arguments: Notice.allCases)
        func brokenEdit(notice: Notice) async throws {
            try await Scene.play { scene in
                var mesh = Self.mesh
                let directory = try await scene.directory(of: mesh)
                let server = try await scene.server(directory, notice.arguments)
                let envoy = try await scene.envoy(TestMesh.client(in: "west"), .delta, from: server, [Self.web])
                try await envoy.untilReady()
                let before = try await envoy.admin.hosts(of: Self.web.name)

                let broken =
                    "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  ports: 7\n"
                try directory.write(broken, to: TestMesh.objects(of: "west"))
                if notice == .signal { server.reload() }
                try await server.line(containing: "keeping the current state")
                let complaint = try await server.line(containing: "\(TestMesh.objects(of: "west")):")
                #expect(complaint.contains("\(TestMesh.objects(of: "west")):7:10: "), "\(complaint)")

                // New clients get the last good state as well.
                let other = try await scene.envoy(TestMesh.client(in: "west"), .adsSotw, from: server, [Self.web])
                try await other.untilReady()
                let unchanged = try await envoy.admin.hosts(of: Self.web.name)
                #expect(unchanged == before)
                #expect(Set(try await other.admin.hosts(of: Self.web.name)) == Set(before))

                let change = Self.changes[0]
                change.make(&mesh)
                try mesh.write(to: directory)
                if notice == .signal { server.reload() }
                for each in [envoy, other] {
                    try await each.untilHosts(of: Self.web.name) { Set($0.map(\.socket)) == change.expected }
                }
                let statistics = try await envoy.admin.statistics()
                #expect(statistics.number("update_success", ofCluster: Self.web.name) == 2)
            }
        }

        // MARK: A mesh whose workloads need not be reachable

        private struct Change: Sendable {
            let make: @Sendable (inout TestMesh) -> Void
            let expected: Set<NetworkEndpoint>
        }

        private static let web = PlayedMesh.web
        private static let west = [NetworkEndpoint("127.1.0.1", 8080), NetworkEndpoint("127.1.0.2", 8080)]
        private static let east = NetworkEndpoint("127.2.0.1", 8080)
        private static let gateways = [NetworkEndpoint("127.2.255.1", 15_443), NetworkEndpoint("127.2.255.2", 15_443)]

        private static let mesh = TestMesh(
            services: [
                TestMesh.Service(
                    name: "web",
                    workloads: [
                        TestMesh.Workload(name: "west-0", cluster: "west", socket: west[0]),
                        TestMesh.Workload(name: "east-0", cluster: "east", socket: east),
                    ]
                )
            ],
            gateways: ["east": gateways[0]]
        )

        private static let changes = [
            Change(
                make: { mesh in
                    let added = TestMesh.Workload(name: "west-1", cluster: "west", socket: west[1])
                    mesh.services[0].workloads.append(added)
                },
                expected: [west[0], west[1], gateways[0]]
            ),
            Change(make: { $0.gateways["east"] = gateways[1] }, expected: [west[0], west[1], gateways[1]]),
            Change(make: { $0.services[0].workloads = [] }, expected: []),
        ]
    }
}
