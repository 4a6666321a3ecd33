import EnvoyHarness
import Foundation
import Testing

extension EndToEnd {
    /// The client is started with the output of `bootstrap --grpc`.
    @Suite("A real gRPC client gives the shares that the model predicts")
    struct GRPCShareTests {
        private static let west = (1...4).map { "127.1.0.\($0)" }
        private static let gateway = "127.2.255.1"
        /// Four standard deviations of 43 % are then less than 2 points.
        private static let requests = 12_000

        @Test(
            "A gateway gets its predicted share within 3 points, and its exact share within 2 under ROUND_ROBIN",
            .enabled(if: GRPCConsumer.python != nil, "run Tools/setup --consumers"),
            arguments: ["ROUND_ROBIN", "RING_HASH"]
        )
        func shares(_ policy: String) async throws {
            try await Scene.play { scene in
                let files = try await scene.directory("files")
                let python = try #require(GRPCConsumer.python)
                let script = BuiltProduct.repository + "/Tests/Support/Consumers/grpc_shares.py"
                let job = files.file("job.json")
                let result = files.file("result.json")
                let addresses = (Self.west + [Self.gateway]).joined(separator: ",")
                let client = try await scene.process(python, ["-B", script, addresses, job, result])
                let line = try await client.line("the sockets") { $0.hasPrefix("sockets ") }
                let ports = try JSONValue.parse(String(line.dropFirst("sockets ".count)))
                let directory = try await scene.directory(of: try Self.mesh(ports, policy))
                let server = try await scene.server(directory)
                let bootstrap = try await run([
                    "bootstrap", directory.path, "--grpc", "--server", try server.socket().description,
                ])
                let description: JSONValue = [
                    "bootstrap": try JSONValue.parse(bootstrap.joined(separator: "\n")),
                    "resource": .string(PlayedMesh.web.name), "lb_policy": .string(policy),
                    "requests": .integer(Self.requests),
                ]
                _ = try files.write(try description.serialized(), to: "job.json")
                let exit = await client.exit(within: .seconds(300))
                try #require(exit == .status(0), "\(client.output.tail())")
                let measured = try Self.measured(try String(contentsOfFile: result, encoding: .utf8))
                let predicted = try await Self.predict(directory)
                #expect(abs(measured - predicted) < 0.03, "measured \(measured), predicted \(predicted)")
                if policy == "ROUND_ROBIN" { #expect(abs(measured - 3.0 / 7) < 0.02, "measured \(measured)") }
            }
        }

        /// A sidecar's node with the name of the library, which the library itself sends too.
        private static let node: EnvoyNode = {
            var node = TestMesh.client(in: "west")
            node.userAgentName = "gRPC C-core"
            return node
        }()

        private static func mesh(_ ports: JSONValue, _ policy: String) throws -> TestMesh {
            func socket(_ address: String) throws -> NetworkEndpoint {
                NetworkEndpoint(address, try #require(ports[address]?.wholeNumber))
            }
            var service = TestMesh.Service(name: "web")
            for (number, address) in west.enumerated() {
                service.workloads.append(
                    TestMesh.Workload(name: "west-\(number)", cluster: "west", socket: try socket(address))
                )
            }
            for number in 0..<3 {
                // No client reaches them but through the gateway.
                let socket = NetworkEndpoint("127.2.0.\(number + 1)", 8080)
                service.workloads.append(TestMesh.Workload(name: "east-\(number)", cluster: "east", socket: socket))
            }
            var mesh = TestMesh(
                services: [service],
                gateways: ["west": NetworkEndpoint("127.1.255.1", 15_443), "east": try socket(gateway)],
                proxies: [node]
            )
            if policy == "RING_HASH" { mesh.rules = [hashRule] }
            return mesh
        }

        private static let hashRule = """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: web, namespace: shop}
            spec:
              host: web.shop.svc.cluster.local
              trafficPolicy: {loadBalancer: {consistentHash: {httpHeaderName: x-user, minimumRingSize: 1024}}}

            """

        private static func measured(_ text: String) throws -> Double {
            let result = try JSONValue.parse(text)
            #expect(result["nacks"]?.elements.isEmpty ?? false)
            let answers = (west + [gateway]).map { result["answers"]?[$0]?.wholeNumber ?? 0 }
            return Double(answers.last ?? 0) / Double(max(1, answers.reduce(0, +)))
        }

        /// Returns the share of the gateway by the model, with the settings that istiod would configure.
        private static func predict(_ directory: TemporaryDirectory) async throws -> Double {
            let output = try await ShareTests.output(of: ["shares", directory.path, "-o", "json"])
            let report = try JSONValue.parse(output)
            let shares = try #require(report["proxies"]?.elements.first?["assignments"]?.elements.first)
            #expect(shares["client"]?.text == "grpc")
            return try ShareTests.share(of: gateway, in: shares)
        }
    }
}
