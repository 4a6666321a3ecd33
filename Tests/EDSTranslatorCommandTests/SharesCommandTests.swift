import EnvoyHarness
import Foundation
import Testing

@Suite("The command shares judges assignments without a mesh")
struct SharesCommandTests {
    private static let assignment = "Docs/shares/assignment.json"

    private func addresses(_ arguments: String...) throws -> [String: (intended: Double, real: Double)] {
        let run = try CommandRun(["shares", "--assignment", Self.assignment, "-o", "json"] + arguments)
        let document = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
        let entries = try #require(document["addresses"] as? [[String: Any]])
        var result: [String: (intended: Double, real: Double)] = [:]
        for entry in entries {
            let address = try #require(entry["address"] as? String)
            let intended = try #require(entry["intended"] as? Double)
            result[address] = (intended, try #require(entry["real"] as? Double))
        }
        return result
    }

    @Test("A gateway under LEAST_REQUEST gets its weight when idle and less than a third under load")
    func leastRequest() throws {
        let idle = try addresses("--cluster", "Docs/shares/least-request.json")
        let gateway = try #require(idle["203.0.113.10:15443"])
        #expect(abs(gateway.intended - 3.0 / 7) < 1e-6)
        #expect(abs(gateway.real - 3.0 / 7) < 1e-6)
        let busy = try addresses("--cluster", "Docs/shares/least-request.json", "--in-flight", "16")
        #expect(abs(try #require(busy["203.0.113.10:15443"]).real - 0.316) < 0.001)
    }

    @Test("A gRPC client ignores weights of endpoints")
    func grpc() throws {
        let shares = try addresses("--client", "grpc")
        #expect(shares.count == 5)
        #expect(shares.values.allSatisfy { abs($0.real - 0.2) < 1e-6 })
    }

    /// The assignment for a gRPC client differs from that for an Envoy: localities of equal weight if it hashes.
    @Test("--client grpc gives the same report as a proxy whose node names gRPC", arguments: [true, false])
    func grpcProxies(hashes: Bool) throws {
        let folder = try TemporaryDirectory(named: "mesh")
        defer { folder.remove() }
        let example = URL(fileURLWithPath: BuiltProduct.repository + "/Examples/west-east")
        let mesh = URL(fileURLWithPath: folder.file("mesh"))
        try FileManager.default.copyItem(at: example, to: mesh)
        let objects = mesh.path + "/clusters/west-cluster/objects.yaml"
        if hashes {
            let text = try String(contentsOfFile: objects, encoding: .utf8) + "---\n" + Self.hashRule
            try folder.write(text, to: "mesh/clusters/west-cluster/objects.yaml")
        }
        let node = """
            id: sidecar~127.1.9.1~client-west.shop~shop.svc.cluster.local
            metadata: {NAMESPACE: shop, INSTANCE_IPS: 127.1.9.1, NETWORK: west-network, CLUSTER_ID: west-cluster}

            """
        let plain = try folder.write(node, to: "envoy.yaml")
        let library = try folder.write(node + "user_agent_name: gRPC C-core\n", to: "grpc.yaml")
        func report(_ arguments: String...) throws -> String {
            let name = ["--resource", "outbound|80||web.shop.svc.cluster.local"]
            return try CommandRun(["shares", mesh.path, "-o", "json"] + name + arguments).text
        }
        let envoy = try report("--node", plain)
        let grpc = try report("--node", library)
        #expect(envoy.contains("\"client\": \"envoy\"") && grpc.contains("\"client\": \"grpc\""))
        #expect(try report("--node", plain, "--client", "grpc") == grpc)
        #expect(try report("--node", library, "--client", "envoy") == envoy)
        let document = try JSONSerialization.jsonObject(with: Data(grpc.utf8)) as? [String: Any]
        let proxies = try #require(document?["proxies"] as? [[String: Any]])
        let assignments = try #require(proxies.first?["assignments"] as? [[String: Any]])
        let addresses = try #require(assignments.first?["addresses"] as? [[String: Any]])
        let gateway = try #require(addresses.first { ($0["address"] as? String) == "127.2.255.1:15443" })
        #expect(abs(try #require(gateway["real"] as? Double) - 3.0 / 7) < 0.03)
    }

    private static let hashRule = """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: web, namespace: shop}
        spec:
          host: web.shop.svc.cluster.local
          trafficPolicy: {loadBalancer: {consistentHash: {httpHeaderName: x-user, minimumRingSize: 1024}}}

        """

    @Test("Wrong input is reported with its file, line and column")
    func wrongInput() throws {
        let run = try CommandRun("shares", "--assignment", "Docs/shares/least-request.json")
        #expect(run.status == 3)
        #expect(run.errors.contains("Docs/shares/least-request.json:1:1: neither clusterName nor endpoints found"))
    }
}
