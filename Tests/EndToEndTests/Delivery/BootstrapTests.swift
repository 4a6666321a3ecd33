import EnvoyHarness
import Foundation
import TestCertificates
import Testing

extension EndToEnd {
    @Suite("Real Envoys start with the output of bootstrap")
    struct BootstrapTests {
        private static let web = PlayedMesh.web.name
        private static let node = TestMesh.client(in: "west")
        static let ways = ["ads", "delta-ads", "eds", "delta-eds", "rest", "file"]

        @Test("An Envoy gets its assignment and routes requests to all endpoints", arguments: ways)
        func deliveries(_ delivery: String) async throws {
            try await Scene.play { scene in
                let played = try await PlayedMesh(on: scene)
                var mesh = played.mesh
                mesh.proxies = [Self.node]
                let directory = try await scene.directory(of: mesh)
                var arguments = ["--delivery", delivery, "--workload-ca", played.certificate.certificate]
                if delivery == "file" {
                    let files = try await scene.directory("eds")
                    try await translate(directory, into: files.path)
                    arguments += ["--files", files.path]
                } else {
                    arguments += ["--server", try await scene.server(directory).socket().description]
                }
                // One way in JSON, the others in the default format.
                let format = delivery == "rest" ? "json" : "yaml"
                if format == "json" { arguments += ["-o", format] }
                let envoy = try await Self.start(scene, directory, arguments, format: format)
                try await envoy.untilReady()
                let hosts = try await envoy.untilHosts(of: Self.web) { $0.count == 3 }
                #expect(hosts.map(\.weight).sorted() == [1, 1, 2])
                let tally = try await TrafficMeter(try await envoy.listener(of: Self.web)).send(200)
                #expect(tally.failures.isEmpty)
                #expect(abs(tally.share(of: ["west-0"]) - 0.25) < 0.05, "\(tally)")
                #expect(abs(tally.share(of: ["west-1"]) - 0.25) < 0.05, "\(tally)")
                #expect(abs(tally.share(of: ["east-0", "east-1"]) - 0.5) < 0.05, "\(tally)")
                let statistics = try await envoy.admin.statistics()
                #expect(statistics.number("update_rejected", ofCluster: Self.web) == 0)
            }
        }

        @Test("TLS to the server has the same options as other commands", arguments: ["ads", "rest"])
        func tls(_ delivery: String) async throws {
            try await TestAuthority.use { authority in
                try await Scene.play { scene in
                    let root = try await authority.authority()
                    let files = try await authority.server()
                    let shown = try await authority.issue("web", names: ["URI:spiffe://test/web"], for: .client)
                    var mesh = SmallMesh.mesh
                    mesh.proxies = [Self.node]
                    let directory = try await scene.directory(of: mesh)
                    let server = try await scene.server(
                        directory,
                        ["--tls-cert", files.certificate, "--tls-key", files.key, "--client-ca", root]
                    )
                    let envoy = try await Self.start(
                        scene,
                        directory,
                        [
                            "--server", try server.socket().description, "--server-ca", root, "--delivery", delivery,
                            "--client-cert", shown.certificate, "--client-key", shown.key,
                        ]
                    )
                    try await envoy.untilHosts(of: Self.web) { Set($0.map(\.socket)) == Set(SmallMesh.sockets) }
                }
            }
        }

        /// The settings of a DestinationRule, and what the configuration of the real Envoy then has.
        static let rules: [(String, [String])] = [
            (
                """
                loadBalancer: {simple: ROUND_ROBIN, warmup: {duration: 90s, aggression: 2}}, outlierDetection: \
                {consecutive5xxErrors: 7, interval: 500ms, baseEjectionTime: 1.5m, minHealthPercent: 25, \
                splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 3}
                """,
                ["slow_start_window", "\"consecutive_5xx\": 7", "healthy_panic_threshold", "0.500s"]
            ),
            (
                "loadBalancer: {simple: LEAST_REQUEST}, connectionPool: {http: {h2UpgradePolicy: UPGRADE}}",
                ["LEAST_REQUEST", "http2_protocol_options", "locality_weighted_lb_config"]
            ),
            ("loadBalancer: {simple: RANDOM}", ["\"RANDOM\"", "locality_weighted_lb_config"]),
            (
                "loadBalancer: {consistentHash: {httpCookie: {name: user, path: /, ttl: 60s}, minimumRingSize: 2048}}",
                ["RING_HASH", "\"2048\"", "\"cookie\""]
            ),
            (
                "loadBalancer: {consistentHash: {httpQueryParameterName: user, maglev: {tableSize: 1009}}}",
                ["MAGLEV", "\"1009\"", "query_parameter"]
            ),
            ("loadBalancer: {simple: PASSTHROUGH}", ["ORIGINAL_DST", "CLUSTER_PROVIDED"]),
        ]

        @Test("An Envoy accepts the load balancing of every DestinationRule", arguments: rules)
        func policies(_ policy: String, _ found: [String]) async throws {
            try await Scene.play { scene in
                var mesh = SmallMesh.mesh
                mesh.proxies = [Self.node]
                mesh.rules = [
                    """
                    apiVersion: networking.istio.io/v1
                    kind: DestinationRule
                    metadata: {name: web, namespace: shop}
                    spec: {host: web.shop.svc.cluster.local, trafficPolicy: {\(policy)}}

                    """
                ]
                let directory = try await scene.directory(of: mesh)
                let server = try await scene.server(directory)
                let arguments = ["--server", try server.socket().description]
                let envoy = try await Self.start(scene, directory, arguments)
                try await envoy.untilReady()
                let dump = try await envoy.admin.text("/config_dump")
                for text in found { #expect(dump.contains(text), "\(text)") }
                if !policy.contains("PASSTHROUGH") { try await envoy.untilHosts(of: Self.web) { $0.count == 2 } }
            }
        }

        private static func start(
            _ scene: Scene,
            _ directory: TemporaryDirectory,
            _ arguments: [String],
            format: String = "yaml"
        ) async throws -> EnvoyProcess {
            let command = ["bootstrap", directory.path, "--proxy", node.id, "--admin", "127.0.0.1:0"]
            let process = try await ShareTests.output(of: command + arguments)
            return try await scene.envoy(configuration: process + "\n", named: "bootstrap.\(format)")
        }
    }
}
