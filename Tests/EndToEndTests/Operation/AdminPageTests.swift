import AdminServer
import EnvoyHarness
import Foundation
import MetricsTestSupport
import PrometheusMetrics
import Testing

extension EndToEnd {
    @Suite("Admin page of a running server")
    struct AdminPageTests {
        private static let isBrowserThere =
            ["/usr/bin/chromium", "/usr/bin/google-chrome"].contains {
                FileManager.default.isExecutableFile(atPath: $0)
            }
        private static let gateway = NetworkEndpoint("127.2.255.1", 15_443)
        private static let web = SmallMesh.web

        private static let mesh: TestMesh = {
            var mesh = SmallMesh.mesh
            mesh.gateways["east"] = gateway
            return mesh
        }()

        @Test(
            "The page shows a new client, a removed gateway and a rejection without a reload",
            .enabled(if: isBrowserThere, "run Tools/setup --browser"),
            .timeLimit(.minutes(4))
        )
        func page() async throws {
            try await Scene.play { scene in
                var mesh = Self.mesh
                let directory = try await scene.directory(of: mesh)
                let server = try await scene.server(directory, ["--admin", "127.0.0.1:0"])
                let admin = try ServerProcess.socket(in: try await server.line(containing: "admin page on"))
                let node = TestMesh.client(in: "west")
                let script = BuiltProduct.repository + "/Tests/Support/Consumers/admin_page.py"
                // -B: no compiled files beside the sources.
                let arguments = ["-B", script, "http://\(admin)/", node.id, Self.gateway.description]
                let page = try await scene.process("python3", arguments)
                func shown(_ text: String) async throws {
                    _ = try await page.line("saying \"\(text)\"", within: .seconds(90)) { $0.contains("page: \(text)") }
                }

                try await shown("shows the gateway and no client")
                let envoy = try await scene.envoy(node, .adsSotw, from: server, [Self.web, RejectionTests.bad])
                try await shown("shows the client")
                mesh.gateways["east"] = nil
                try mesh.write(to: directory)
                try await shown("shows no gateway")
                try directory.write(RejectionTests.entry("unix://\(RejectionTests.longPath)"), to: RejectionTests.file)
                try await shown("shows the NACK")
                try await shown("reports no errors")
                #expect(await page.exit(within: .seconds(20)) == .status(0), "\(page.output.tail())")
                _ = envoy
            }
        }

        @Test("Metrics count clients, rejections, and valid and invalid states")
        func metrics() async throws {
            try await Scene.play { scene in
                var mesh = SmallMesh.mesh
                let directory = try await scene.directory(of: mesh)
                let server = try await scene.server(directory, ["--admin", "127.0.0.1:0"])
                let admin = try ServerProcess.socket(in: try await server.line(containing: "admin page on"))
                let envoy = try await scene.envoy(TestMesh.client(in: "west"), .delta, from: server, [Self.web])
                try await envoy.untilReady()
                SmallMesh.addEndpoint(&mesh)
                try mesh.write(to: directory)
                try await envoy.untilHosts(of: Self.web.name) { Set($0.map(\.socket)) == SmallMesh.socketsAfterwards }
                try directory.write("apiVersion: v1\nkind: Service\nspec: 7\n", to: "clusters/west/broken.yaml")
                try await server.line(containing: "keeping the current state")

                // The acknowledgement is being sent when Envoy has the hosts.
                var read = try await Self.scrape(admin)
                while read.value("eds_translator_change_to_ack_seconds_count") != 1 {
                    read = try await Self.scrape(admin)
                }
                #expect(read.value("eds_translator_streams_open", ["protocol": "eds-delta"]) == 1)
                #expect(read.value("eds_translator_pushes_total", ["reason": "first"]) == 1)
                #expect(read.value("eds_translator_pushes_total", ["reason": "change"]) == 1)
                #expect(read.value("eds_translator_nacks_total", ["protocol": "eds-delta"]) == 0)
                #expect(read.value("eds_translator_states_total", ["result": "good"]) == 2)
                #expect(try #require(read.value("eds_translator_states_total", ["result": "failed"])) >= 1)
                #expect(read.value("eds_translator_input_used") == 0)
                #expect(read.value("eds_translator_endpoints", ["network": "west-network"]) == 3)
                // Exactly the documented metrics are exposed.
                #expect(Set(read.order) == Set(MetricsCatalog.descriptions.map(\.name)))

                let ready = try await HTTPRequest("/readyz").answer(from: admin)
                #expect(ready.status == 503)
                let sources = try await HTTPRequest("/debug/sources").answer(from: admin)
                #expect(sources.body.contains("clusters/west/broken.yaml:"))
            }
        }

        private static func scrape(_ admin: NetworkEndpoint) async throws -> Exposition {
            try Exposition(try await HTTPRequest("/metrics").answer(from: admin).body)
        }
    }
}
