import EnvoyHarness
import Foundation
import Testing

extension EndToEnd {
    @Suite("Service manager notifications")
    struct ServiceManagerTests {
        /// Starts a server with a notification socket, waits until it is ready, and stops it at the end.
        private func serve(
            _ name: String? = nil,
            _ environment: [String: String] = [:],
            _ body: (ServerProcess, NotifySocket, TemporaryDirectory) async throws -> Void
        ) async throws {
            let folder = try TemporaryDirectory(named: "notify")
            defer { folder.remove() }
            let name = name ?? folder.file("socket")
            let socket = try NotifySocket(name)
            try SmallMesh.mesh.write(to: folder)
            let server = try await ServerProcess(
                ["serve", folder.path, "--listen", "127.0.0.1:0", "--no-watch"],
                environment: ["NOTIFY_SOCKET": name].merging(environment) { $1 }
            )
            do {
                let ready = try await socket.next()
                #expect(ready["READY"] == "1")
                try await body(server, socket, folder)
            } catch {
                await server.stop()
                throw error
            }
            await server.stop()
        }

        @Test("The server reports ready, reloading and stopping to a path or abstract name", arguments: [false, true])
        func states(isAbstract: Bool) async throws {
            try await serve(isAbstract ? "@eds-translator-\(UUID().uuidString)" : nil) { server, socket, _ in
                server.reload()
                let reloading = try await socket.next()
                #expect(reloading["RELOADING"] == "1")
                #expect((reloading["MONOTONIC_USEC"].flatMap { Int($0) } ?? 0) > 0)
                #expect(try await socket.next()["READY"] == "1")
                server.process.send(signal: 15)
                #expect(try await socket.next()["STOPPING"] == "1")
                #expect(await server.process.exit(within: .seconds(60)) == .status(0))
            }
        }

        @Test("The server reports ready after an invalid edit too, because it keeps the last good state")
        func brokenEdit() async throws {
            try await serve { server, socket, folder in
                try folder.write("networks: [", to: "mesh-networks.yaml")
                server.reload()
                #expect(try await socket.next()["RELOADING"] == "1")
                #expect(try await socket.next()["READY"] == "1")
                try await server.line(containing: "failed to read mesh")
            }
        }

        @Test("The server reports to the watchdog at the requested interval")
        func watchdog() async throws {
            try await serve(nil, ["WATCHDOG_USEC": "20000"]) { _, socket, _ in
                for _ in 0..<3 {
                    let message = try await socket.next(with: "WATCHDOG")
                    #expect(message["WATCHDOG"] == "1")
                }
            }
        }

        @Test("A watchdog of another process gets no message")
        func otherProcess() async throws {
            try await serve(nil, ["WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"]) { server, socket, _ in
                server.process.send(signal: 15)
                // The message after the first one, which is not a watchdog message.
                let message = try await socket.next()
                #expect(message["STOPPING"] == "1")
            }
        }

        @Test(
            "An unusable socket has no effect",
            arguments: ["", "relative", "/nowhere/socket", "@"]
        )
        func nobody(name: String) async throws {
            let server = try await ServerProcess(
                ["serve", "--listen", "127.0.0.1:0"],
                environment: ["NOTIFY_SOCKET": name]
            )
            server.process.send(signal: 15)
            #expect(await server.process.exit(within: .seconds(60)) == .status(0))
        }
    }
}
