import EnvoyHarness
import Foundation
import TestCertificates
import Testing

extension EndToEnd {
    @Suite("diff with real Envoys and servers")
    struct DiffTests {
        /// Returns the mesh with clients, and the same mesh after one endpoint was added and another gateway is used.
        private static func meshes() -> (before: TestMesh, after: TestMesh) {
            var mesh = TestMesh(
                services: [
                    TestMesh.Service(
                        name: "web",
                        workloads: [
                            TestMesh.Workload(name: "w0", cluster: "west", socket: NetworkEndpoint("127.1.0.1", 8080)),
                            TestMesh.Workload(
                                name: "w1",
                                cluster: "west",
                                socket: NetworkEndpoint("127.1.0.2", 8080),
                                zone: "z2",
                                hasSidecar: false
                            ),
                            TestMesh.Workload(name: "e0", cluster: "east", socket: NetworkEndpoint("127.2.0.1", 8080)),
                            TestMesh.Workload(name: "e1", cluster: "east", socket: NetworkEndpoint("127.2.0.2", 8080)),
                        ]
                    )
                ],
                gateways: [
                    "west": NetworkEndpoint("127.1.255.1", 15_443), "east": NetworkEndpoint("127.2.255.1", 15_443),
                ],
                proxies: [TestMesh.client(in: "west"), TestMesh.client(in: "east")]
            )
            let before = mesh
            mesh.services[0].workloads.append(
                TestMesh.Workload(name: "w2", cluster: "west", socket: NetworkEndpoint("127.1.0.3", 8080))
            )
            mesh.gateways["east"] = NetworkEndpoint("127.2.255.9", 15_443)
            return (before, mesh)
        }

        @Test("A real Envoy fed by our server equals the mesh directory, and differs from another one")
        func envoy() async throws {
            try await Scene.play { scene in
                let (before, after) = Self.meshes()
                let mesh = try await scene.directory(of: before)
                let other = try await scene.directory(of: after)
                let server = try await scene.server(mesh, ["--no-watch"])
                let cluster = EDSCluster(TestMesh.Service(name: "web").resource)
                let envoy = try await scene.envoy(TestMesh.client(in: "west"), .sotw, from: server, [cluster])
                try await envoy.untilReady()
                let admin = "http://\(envoy.admin.socket)"

                let same = try await diff([mesh.path, admin])
                #expect(same.status == .status(0), "\(same.lines)")
                #expect(same.lines.first == "same: 1 proxy, 1 cluster, 3 hosts")
                #expect(same.lines.contains("not compared, a cluster of type STATIC: xds"))

                let different = try await diff([other.path, admin])
                #expect(different.status == .status(1))
                let added = different.lines.filter { $0.contains("+ ") }.map { $0.trimmingCharacters(in: .whitespaces) }
                let removed = different.lines.filter { $0.contains("- ") }.map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
                #expect(added.contains { $0.hasPrefix("+ 127.2.255.1:15443") })
                #expect(removed.contains { $0.hasPrefix("- 127.2.255.9:15443") })
                #expect(removed.contains { $0.hasPrefix("- 127.1.0.3:8080") })

                // Each page alone, as saved files.
                for page in ["config_dump?include_eds", "clusters?format=json"] {
                    let saved = try mesh.write(try await envoy.admin.text("/" + page), to: "saved.txt")
                    let arguments = ["--proxy", TestMesh.client(in: "west").id]
                    #expect(try await diff([mesh.path, saved] + arguments).status == .status(0), "\(page)")
                    #expect(try await diff([other.path, saved] + arguments).status == .status(1), "\(page)")
                }
            }
        }

        @Test("Our server's responses to every proxy equal the mesh directory, and differ from another one")
        func server() async throws {
            try await Scene.play { scene in
                let (before, after) = Self.meshes()
                let mesh = try await scene.directory(of: before)
                let other = try await scene.directory(of: after)
                let server = try await scene.server(mesh, ["--no-watch"])
                let address = "xds://\(try server.socket())"
                let same = try await diff([mesh.path, address])
                #expect(same.status == .status(0), "\(same.lines)")
                #expect(same.lines.first == "same: 2 proxies, 2 clusters, 6 hosts")
                #expect(try await diff([address, other.path]).status == .status(1))
                // A name that the server does not know gets no response.
                let unknown = ["--resource", "outbound|80||nobody.shop.svc.cluster.local"]
                let quiet = try await diff([mesh.path, address, "--timeout", "2s"] + unknown)
                #expect(quiet.status == .status(4), "\(quiet.lines)")
                let node = TestMesh.client(in: "west").id
                let alone = try await diff([address, address, "--proxy", node])
                #expect(alone.status == .status(2))
            }
        }

        @Test("diff and load query a TLS server with client certificates")
        func tls() async throws {
            try await TestAuthority.use { authority in
                try await Scene.play { scene in
                    let root = try await authority.authority()
                    let files = try await authority.issue("named", names: ["DNS:eds.test"], for: .server)
                    let own = try await authority.issue("diff", names: ["DNS:diff.test"], for: .client)
                    let mesh = try await scene.directory(of: Self.meshes().before)
                    let serving = ["--tls-cert", files.certificate, "--tls-key", files.key, "--client-ca", root]
                    let server = try await scene.server(mesh, ["--no-watch"] + serving)
                    let address = "xds://\(try server.socket())"
                    let trust = ["--server-ca", root, "--server-name", "eds.test"]
                    let identity = ["--client-cert", own.certificate, "--client-key", own.key]
                    #expect(try await diff([mesh.path, address] + trust + identity).status == .status(0))
                    let refusals: [([String], Int)] = [
                        ([], 4), (trust, 4), (identity, 2), (trust + identity.prefix(2), 2),
                        (trust.prefix(2) + identity, 4), (trust.prefix(2) + ["--server-name", "x.test"] + identity, 4),
                    ]
                    for (arguments, status) in refusals {
                        let refused = try await diff([mesh.path, address, "--timeout", "2s"] + arguments)
                        #expect(refused.status == .status(status), "\(arguments): \(refused.lines)")
                    }

                    let target = ["--target", "\(try server.socket())", "--mesh", mesh.path, "--nodes", "declared"]
                    let name = TestMesh.Service(name: "web").resource
                    let plan = ["--resource", name, "--rate", "0", "--duration", "1s", "--require", "connections==10"]
                    let load = try await run(["load"] + target + plan + trust + identity)
                    #expect(load.status == .status(0), "\(load.lines)")
                }
            }
        }

        @Test("An unreachable server and a server of another kind are errors, not differences")
        func unreachable() async throws {
            try await Scene.play { scene in
                let mesh = try await scene.directory(of: Self.meshes().before)
                let port = try FreePort.find()
                #expect(try await diff([mesh.path, "http://127.0.0.1:\(port)"]).status == .status(4))
                #expect(try await diff([mesh.path, "xds://127.0.0.1:\(port)"]).status == .status(4))
                let server = try await scene.server(mesh, ["--no-watch"])
                #expect(try await diff([mesh.path, "http://\(try server.socket())"]).status == .status(4))
            }
        }

        private func diff(_ arguments: [String]) async throws -> (status: ChildProcess.Exit?, lines: [String]) {
            try await run(["diff"] + arguments)
        }

        private func run(_ arguments: [String]) async throws -> (status: ChildProcess.Exit?, lines: [String]) {
            let command = try ChildProcess(try BuiltProduct.server(), arguments)
            let exit = await command.exit(within: .seconds(60))
            await command.stop()
            try await eventually("all output") { command.output.hasEnded ? true : nil }
            return (exit, command.output.lines)
        }
    }
}
