import EnvoyHarness
import TestCertificates
import Testing

extension EndToEnd {
    @Suite("TLS and authorization with Envoy")
    struct ManagementTLSTests {
        private static let deliveries = Delivery.served + Delivery.polled
        private static let web = SmallMesh.web
        private static let rules = """
            - identity: spiffe://test/ns/shop/sa/*
              nodes: ["sidecar~**"]
              namespaces: [shop]

            """

        @Test("An Envoy with a certificate gets what it may have, and follows the mesh (XP-O8)", arguments: deliveries)
        func allowed(delivery: Delivery) async throws {
            try await Self.play { stage in
                let envoy = try await stage.envoy(delivery)
                try await envoy.untilReady()
                #expect(Set(try await envoy.admin.hosts(of: Self.web.name).map(\.socket)) == Set(SmallMesh.sockets))
                try stage.addEndpoint()
                try await envoy.untilHosts(of: Self.web.name) { Set($0.map(\.socket)) == SmallMesh.socketsAfterwards }
                let statistics = try await envoy.admin.statistics()
                #expect(statistics.number("ssl.handshake", ofCluster: "xds") > 0)
                #expect(statistics.number("update_rejected", ofCluster: Self.web.name) == 0)
            }
        }

        @Test("An Envoy without a certificate gets nothing", arguments: deliveries)
        func withoutCertificate(delivery: Delivery) async throws {
            try await Self.play { stage in
                let envoy = try await stage.envoy(delivery) {
                    $0.managementTLS?.certificate = nil
                    $0.managementTLS?.key = nil
                }
                try await stage.server.line(containing: "TLS handshake failed")
                try await envoy.untilStatistics { $0.number("update_failure", ofCluster: Self.web.name) > 1 }
                try await Self.expectNothing(envoy)
                #expect(!stage.server.process.output.lines.contains { $0.contains("stream opened") })
            }
        }

        @Test("An Envoy with a forbidden node gets nothing, and the reason is logged", arguments: deliveries)
        func foreignNode(delivery: Delivery) async throws {
            try await Self.play { stage in
                let node = EnvoyNode.sidecar(
                    "client",
                    namespace: "bank",
                    address: "127.1.9.2",
                    network: TestMesh.network(of: "west"),
                    cluster: "west"
                )
                let envoy = try await stage.envoy(delivery) { $0.node = node }
                // A polling client gets the reason in every response.
                if Delivery.served.contains(delivery) {
                    let line = try await stage.server.line(containing: "may not be node")
                    #expect(line.contains("spiffe://test/ns/shop/sa/web"))
                    #expect(line.contains("in namespace \"bank\""))
                }
                try await envoy.untilStatistics { $0.number("update_failure", ofCluster: Self.web.name) > 1 }
                try await Self.expectNothing(envoy)
            }
        }

        @Test(
            "A new certificate of the server is used by new connections, and streams stay open",
            arguments: deliveries
        )
        func rotation(delivery: Delivery) async throws {
            try await Self.play { stage in
                let before = try await stage.envoy(delivery)
                try await before.untilReady()
                let other = try await stage.authority.authority("other")
                let renewed = try await stage.authority.issue(
                    "renewed",
                    names: ["IP:127.0.0.1"],
                    for: .server,
                    by: "other"
                )
                try stage.authority.replace(stage.files, with: renewed)
                try await stage.server.line(containing: "reloaded TLS certificates")

                let after = try await stage.envoy(delivery) { $0.managementTLS?.authority = other }
                try await after.untilReady()
                #expect(Set(try await after.admin.hosts(of: Self.web.name).map(\.socket)) == Set(SmallMesh.sockets))
                try stage.addEndpoint()
                for envoy in [before, after] {
                    try await envoy.untilHosts(of: Self.web.name) {
                        Set($0.map(\.socket)) == SmallMesh.socketsAfterwards
                    }
                }
                let handshakes = try await before.admin.statistics().number("ssl.handshake", ofCluster: "xds")
                #expect(handshakes == 1)
            }
        }

        // MARK: A server with certificates and rules

        private struct Stage {
            let scene: Scene
            let authority: TestAuthority
            let files: TestAuthority.Files
            let directory: TemporaryDirectory
            let server: ServerProcess
            private let tls: EnvoyBootstrap.ManagementTLS

            init(_ scene: Scene, _ authority: TestAuthority) async throws {
                self.scene = scene
                self.authority = authority
                let root = try await authority.authority()
                files = try await authority.server()
                let shown = try await authority.issue("web", names: ["URI:spiffe://test/ns/shop/sa/web"], for: .client)
                try authority.write(ManagementTLSTests.rules, to: authority.path("rules.yaml"))
                directory = try await scene.directory(of: SmallMesh.mesh)
                server = try await scene.server(
                    directory,
                    [
                        "--tls-cert", files.certificate, "--tls-key", files.key, "--client-ca", root,
                        "--authorize", authority.path("rules.yaml"),
                    ]
                )
                tls = EnvoyBootstrap.ManagementTLS(authority: root, certificate: shown.certificate, key: shown.key)
            }

            /// Returns an Envoy with a valid certificate, unless another one is given.
            func envoy(
                _ delivery: Delivery,
                _ adjust: (inout EnvoyBootstrap) -> Void = { _ in }
            ) async throws -> EnvoyProcess {
                var bootstrap = EnvoyBootstrap(
                    node: TestMesh.client(in: "west"),
                    managementServer: try server.socket(),
                    flavour: delivery.flavour(),
                    clusters: [ManagementTLSTests.web]
                )
                bootstrap.managementTLS = tls
                adjust(&bootstrap)
                return try await scene.envoy(bootstrap)
            }

            func addEndpoint() throws {
                var mesh = SmallMesh.mesh
                SmallMesh.addEndpoint(&mesh)
                try mesh.write(to: directory)
            }
        }

        private static func play(_ body: (Stage) async throws -> Void) async throws {
            try await TestAuthority.use { authority in
                try await Scene.play { scene in try await body(try await Stage(scene, authority)) }
            }
        }

        private static func expectNothing(_ envoy: EnvoyProcess) async throws {
            let statistics = try await envoy.admin.statistics()
            #expect(statistics.number("update_success", ofCluster: web.name) == 0)
            #expect(try await envoy.admin.hosts(of: web.name).isEmpty)
        }
    }
}
