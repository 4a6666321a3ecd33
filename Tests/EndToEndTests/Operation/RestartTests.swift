import EnvoyHarness
import Testing

extension EndToEnd {
    @Suite("Restarts of the server with Envoy")
    struct RestartTests {
        @Test("A restart loses no endpoint, and only necessary responses are sent again", arguments: Delivery.served)
        func restart(delivery: Delivery) async throws {
            try await Scene.play { scene in
                var mesh = SmallMesh.mesh
                let directory = try await scene.directory(of: mesh)
                let first = try await scene.server(directory)
                let web = SmallMesh.web
                let envoy = try await scene.envoy(TestMesh.client(in: "west"), delivery, from: first, [web])
                try await envoy.untilReady()
                let before = try await envoy.admin.hosts(of: web.name)

                await first.stop()
                try await envoy.untilStatistics { Self.isConnected($0, delivery) == false }
                let meanwhile = try await envoy.admin.hosts(of: web.name)
                #expect(meanwhile == before)

                let second = try await scene.server(directory, port: try first.socket().port)
                // Written after the first request was read, and before it is answered.
                try await second.line(containing: "stream opened")
                try await envoy.untilStatistics { Self.isConnected($0, delivery) == true }
                // A delta client lists its versions in initial_resource_versions. On EDS they are trusted, and nothing
                // is sent again. On ADS they are not: a cluster that warms again lists the version of the old one and
                // still waits for a response (XP-D4), and SotW clients cannot list them.
                let again = delivery == .delta ? 0 : 1
                try await envoy.untilStatistics { $0.number("update_success", ofCluster: web.name) == 1 + again }
                let after = try await envoy.admin.hosts(of: web.name)
                #expect(after == before)

                SmallMesh.addEndpoint(&mesh)
                try mesh.write(to: directory)
                try await envoy.untilHosts(of: web.name) { Set($0.map(\.socket)) == SmallMesh.socketsAfterwards }
                let statistics = try await envoy.admin.statistics()
                // No counted event happened in between.
                #expect(statistics.number("update_success", ofCluster: web.name) == 2 + again)
                #expect(statistics.number("update_rejected", ofCluster: web.name) == 0)
                #expect(statistics.number("update_empty", ofCluster: web.name) == 0)
            }
        }

        @Test("Changes made while the server was down arrive afterwards", arguments: Delivery.served)
        func changeMeanwhile(delivery: Delivery) async throws {
            try await Scene.play { scene in
                var mesh = SmallMesh.mesh
                mesh.services.append(TestMesh.Service(name: "other", workloads: [SmallMesh.other]))
                let directory = try await scene.directory(of: mesh)
                let first = try await scene.server(directory)
                let (web, other) = (SmallMesh.web, EDSCluster(mesh.services[1].resource))
                let node = TestMesh.client(in: "west")
                let envoy = try await scene.envoy(node, delivery, from: first, [web, other])
                try await envoy.untilReady()

                await first.stop()
                SmallMesh.addEndpoint(&mesh)
                try mesh.write(to: directory)
                _ = try await scene.server(directory, port: try first.socket().port)
                try await envoy.untilHosts(of: web.name) { Set($0.map(\.socket)) == SmallMesh.socketsAfterwards }
                let statistics = try await envoy.admin.statistics()
                #expect(statistics.number("update_success", ofCluster: web.name) == 2)
                #expect(try await envoy.admin.hosts(of: other.name).map(\.socket) == [SmallMesh.other.socket])
                if delivery == .delta { #expect(statistics.number("update_success", ofCluster: other.name) == 1) }
            }
        }

        @Test("SIGTERM ends the server with status 0, and Envoy keeps its endpoints", arguments: Delivery.served)
        func drain(delivery: Delivery) async throws {
            try await Scene.play { scene in
                let directory = try await scene.directory(of: SmallMesh.mesh)
                let server = try await scene.server(directory)
                let web = SmallMesh.web
                let envoy = try await scene.envoy(TestMesh.client(in: "west"), delivery, from: server, [web])
                try await envoy.untilReady()
                let before = try await envoy.admin.hosts(of: web.name)
                #expect(!before.isEmpty)

                let exit = await server.stop(grace: .seconds(60))
                #expect(exit == .status(0))
                #expect(server.process.output.lines.contains { $0.contains("stopping") })
                try await envoy.untilStatistics { Self.isConnected($0, delivery) == false }
                let after = try await envoy.admin.hosts(of: web.name)
                #expect(after == before)
                #expect(try await envoy.admin.isReady())
            }
        }

        /// Returns true if the Envoy has a stream; nil if it does not report it.
        private static func isConnected(_ statistics: EnvoyStatistics, _ delivery: Delivery) -> Bool? {
            switch delivery {
            case .adsSotw, .adsDelta: statistics.number("control_plane.connected_state").map { $0 == 1 }
            default: statistics.number("control_plane.connected_state", ofCluster: SmallMesh.web.name) == 1
            }
        }
    }
}
