import EnvoyHarness
import Testing

extension EndToEnd {
    @Suite("Signals")
    struct SignalTests {
        @Test("SIGTERM and SIGINT end the server with status 0 right after its announcement", arguments: [15, 2])
        func end(signal: Int32) async throws {
            try await Scene.play { scene in
                let server = try await scene.server(try await scene.directory(of: SmallMesh.mesh))
                server.process.send(signal: signal)
                #expect(await server.process.exit(within: .seconds(60)) == .status(0))
            }
        }

        @Test("SIGHUP reloads the mesh")
        func reload() async throws {
            try await Scene.play { scene in
                let server = try await scene.server(try await scene.directory(of: SmallMesh.mesh), ["--no-watch"])
                server.reload()
                try await server.line(containing: "mesh updated")
            }
        }

        @Test("SIGTERM ends the server during repeated SIGHUP")
        func endAmongReloads() async throws {
            try await Scene.play { scene in
                let server = try await scene.server(try await scene.directory(of: SmallMesh.mesh), ["--no-watch"])
                for _ in 0..<200 { server.reload() }
                server.process.send(signal: 15)
                for _ in 0..<200 { server.reload() }
                #expect(await server.process.exit(within: .seconds(60)) == .status(0))
            }
        }
    }
}
