import EnvoyHarness
import Foundation
import KubernetesTestServer
import Testing
import TranslationTestSupport

extension EndToEnd {
    @Suite("An Envoy follows API servers")
    struct LiveClusterTests {
        private static let web = PlayedMesh.web

        /// API servers of two clusters, and a kubeconfig for the first.
        private static func use(
            _ body: (KubernetesTestServer, KubernetesTestServer, TemporaryDirectory) async throws -> Void
        ) async throws {
            let east = try await KubernetesTestServer.start()
            let west = try await KubernetesTestServer.start()
            let folder = try TemporaryDirectory(named: "live")
            let outcome: Result<Void, any Error>
            do {
                for text in objects(of: "east", 1) { try east.put(manifests: text) }
                for text in objects(of: "west", 2) { try west.put(manifests: text) }
                try folder.write(east.kubeconfig(), to: "kubeconfig")
                try await body(east, west, folder)
                outcome = .success(())
            } catch {
                outcome = .failure(error)
            }
            await east.stop()
            await west.stop()
            folder.remove()
            try outcome.get()
        }

        /// A cluster with two pods, whose gateway is a NodePort Service on one of its nodes.
        private static func objects(of cluster: String, _ number: Int) -> [String] {
            [
                Manifest.namespace("istio-system", network: "\(cluster)-network"), Manifest.namespace("shop"),
                Manifest.service("web"), node("a", address: "192.0.2.\(number)0", isEdge: true),
                node("b", address: "192.0.2.\(number)1", isEdge: false),
                Manifest.object(
                    "v1",
                    "Service",
                    "eastwest",
                    namespace: "istio-system",
                    labels: ["topology.istio.io/network": "\(cluster)-network"],
                    annotations: ["traffic.istio.io/nodeSelector": #"{\"edge\":\"true\"}"#],
                    "spec: {type: NodePort, ports: [{name: tls, port: 15443, nodePort: 3200\(number)}]}\n"
                ),
            ] + Manifest.workload("web", ips: ["10.\(number).0.1", "10.\(number).0.2"])
        }

        private static func node(_ name: String, address: String, isEdge: Bool) -> String {
            Manifest.node(name, labels: isEdge ? ["edge": "true"] : [:], externalIP: address)
        }

        private static func secret(for server: KubernetesTestServer) -> String {
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: west, namespace: istio-system, labels: {istio/multiCluster: "true"}}
            data: {west: \(Data(server.kubeconfig().utf8).base64EncodedString())}
            """
        }

        @Test("a cluster comes by a Secret, its gateway moves to another node, and the cluster goes again")
        func following() async throws {
            try await Self.use { east, west, folder in
                try await Scene.play { scene in
                    let live = [
                        "--kubeconfig", folder.file("kubeconfig"), "--context", "test=east", "--remote-secrets",
                    ]
                    let server = try await scene.server(live)
                    let node = EnvoyNode.sidecar(
                        "client",
                        namespace: "shop",
                        address: "10.1.0.9",
                        network: "east-network",
                        cluster: "east"
                    )
                    let envoy = try await scene.envoy(node, .delta, from: server, [Self.web])
                    let own = [NetworkEndpoint("10.1.0.1", 8080), NetworkEndpoint("10.1.0.2", 8080)]
                    try await envoy.untilHosts(of: Self.web.name) { Set($0.map(\.socket)) == Set(own) }

                    try east.put(manifests: Self.secret(for: west))
                    let gateway = NetworkEndpoint("192.0.2.20", 32_002)
                    let hosts = try await envoy.untilHosts(of: Self.web.name) {
                        Set($0.map(\.socket)) == Set(own + [gateway])
                    }
                    #expect(hosts.first { $0.socket == gateway }?.weight == 2)

                    try west.put(manifests: Self.node("a", address: "192.0.2.20", isEdge: false))
                    try west.put(manifests: Self.node("b", address: "192.0.2.21", isEdge: true))
                    let other = NetworkEndpoint("192.0.2.21", 32_002)
                    try await envoy.untilHosts(of: Self.web.name) { Set($0.map(\.socket)) == Set(own + [other]) }

                    // What is recorded now is what is served now.
                    let recorded = folder.file("recorded")
                    let record = try await Self.run(["record", recorded] + live)
                    #expect(record.contains("objects written"))
                    let again = try await scene.server(recorded)
                    let second = try await scene.envoy(node, .sotw, from: again, [Self.web])
                    try await second.untilHosts(of: Self.web.name) { Set($0.map(\.socket)) == Set(own + [other]) }

                    east.delete("secrets", "west", in: "istio-system")
                    try await envoy.untilHosts(of: Self.web.name) { Set($0.map(\.socket)) == Set(own) }
                    let statistics = try await envoy.admin.statistics()
                    #expect(statistics.number("update_rejected", ofCluster: Self.web.name) == 0)
                }
            }
        }

        @Test("a server that cannot reach any cluster says so, and ends with status 4")
        func unreachable() async throws {
            try await Self.use { east, _, folder in
                await east.disappear()
                let process = try ChildProcess(
                    try BuiltProduct.server(),
                    [
                        "serve", "--kubeconfig", folder.file("kubeconfig"), "--context", "test=east", "--sync-timeout",
                        "1", "--listen", "127.0.0.1:0",
                    ]
                )
                #expect(await process.exit(within: .seconds(60)) == .status(4))
                #expect(process.output.lines.contains { $0.contains("cluster east at") })
                await process.stop()
            }
        }

        private static func run(_ arguments: [String]) async throws -> String {
            let process = try ChildProcess(try BuiltProduct.server(), arguments)
            let exit = await process.exit(within: .seconds(60))
            let lines = process.output.lines
            await process.stop()
            #expect(exit == .status(0), "\(lines)")
            return lines.joined(separator: "\n")
        }
    }
}
