import EnvoyHarness
import Testing

extension EndToEnd {
    @Suite("Clusters that the mesh does not have, or no longer has")
    struct LateClusterTests {
        /// A protocol, and the response for unknown names.
        struct Combination: CustomTestStringConvertible {
            let delivery: Delivery
            let policy: String

            var testDescription: String { "\(delivery.testDescription), \(policy)" }
            var arguments: [String] { ["--unknown-names", policy] }
        }

        /// The combinations in which a missing name is reported at once.
        static let telling =
            Delivery.served.map { Combination(delivery: $0, policy: "empty") }
            + [Delivery.delta, .adsDelta].map { Combination(delivery: $0, policy: "silent") }

        @Test("A missing cluster does not delay Envoy's start and gets its endpoints later", arguments: telling)
        func late(_ combination: Combination) async throws {
            try await Scene.play { scene in
                var mesh = TestMesh()
                let directory = try await scene.directory(of: mesh)
                let server = try await scene.server(directory, combination.arguments)
                // Without a time limit, so that only a response makes the Envoy ready.
                let late = EDSCluster(SmallMesh.web.name, initialFetchTimeout: 0)
                let node = TestMesh.client(in: "west")
                let envoy = try await scene.envoy(node, combination.delivery, from: server, [late])
                try await envoy.untilReady()
                #expect(try await envoy.admin.hosts(of: late.name).isEmpty)

                mesh = SmallMesh.mesh
                try mesh.write(to: directory)
                try await envoy.untilHosts(of: late.name) { Set($0.map(\.socket)) == Set(SmallMesh.sockets) }
                let statistics = try await envoy.admin.statistics()
                #expect(statistics.number("update_rejected", ofCluster: late.name) == 0)
            }
        }

        @Test("An unreported missing cluster delays Envoy's start", arguments: [Delivery.sotw, .adsSotw])
        func untold(delivery: Delivery) async throws {
            try await Scene.play { scene in
                let directory = try await scene.directory(of: TestMesh())
                let server = try await scene.server(directory, ["--unknown-names", "silent"])
                let late = EDSCluster(SmallMesh.web.name, initialFetchTimeout: 1)
                let envoy = try await scene.envoy(TestMesh.client(in: "west"), delivery, from: server, [late])
                try await envoy.untilReady()
                let waited = try await envoy.admin.statistics()
                #expect(waited.number("init_fetch_timeout", ofCluster: late.name) == 1)

                try SmallMesh.mesh.write(to: directory)
                try await envoy.untilHosts(of: late.name) { Set($0.map(\.socket)) == Set(SmallMesh.sockets) }
            }
        }

        @Test("A cluster loses its endpoints if the server reports the deleted service", arguments: Delivery.served)
        func deleted(delivery: Delivery) async throws {
            try await Scene.play { scene in
                let directory = try await scene.directory(of: SmallMesh.mesh)
                let server = try await scene.server(directory, ["--unknown-names", "empty"])
                let web = SmallMesh.web
                let envoy = try await scene.envoy(TestMesh.client(in: "west"), delivery, from: server, [web])
                try await envoy.untilHosts(of: web.name) { $0.count == 2 }
                try TestMesh().write(to: directory)
                try await envoy.untilHosts(of: web.name) { $0.isEmpty }
                try SmallMesh.mesh.write(to: directory)
                try await envoy.untilHosts(of: web.name) { $0.count == 2 }
                let statistics = try await envoy.admin.statistics()
                #expect(statistics.number("update_success", ofCluster: web.name) == 3)
                #expect(statistics.number("update_rejected", ofCluster: web.name) == 0)
            }
        }

        @Test("A cluster keeps its endpoints if a deletion is not reported", arguments: Delivery.served)
        func deletedSilently(delivery: Delivery) async throws {
            try await Scene.play { scene in
                var mesh = SmallMesh.mesh
                let directory = try await scene.directory(of: mesh)
                let server = try await scene.server(directory, ["--no-watch", "--unknown-names", "silent"])
                let web = SmallMesh.web
                let envoy = try await scene.envoy(TestMesh.client(in: "west"), delivery, from: server, [web])
                try await envoy.untilHosts(of: web.name) { $0.count == 2 }
                try TestMesh().write(to: directory)
                server.reload()
                try await server.line(containing: "mesh updated")
                if delivery == .delta || delivery == .adsDelta {
                    // Envoy receives the removal, counts it, and keeps its endpoints (XP-E40).
                    try await envoy.untilStatistics { $0.number("update_empty", ofCluster: web.name) == 1 }
                }
                #expect(try await envoy.admin.hosts(of: web.name).count == 2)
                SmallMesh.addEndpoint(&mesh)
                try mesh.write(to: directory)
                server.reload()
                try await envoy.untilHosts(of: web.name) { Set($0.map(\.socket)) == SmallMesh.socketsAfterwards }
            }
        }
    }
}
