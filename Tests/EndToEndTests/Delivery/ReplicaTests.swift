import EnvoyHarness
import Foundation
import Testing

extension EndToEnd {
    @Suite("Replicas with Envoy")
    struct ReplicaTests {
        @Test("Envoy moves from one replica to another without an update", arguments: Delivery.served)
        func move(delivery: Delivery) async throws {
            try await Scene.play { scene in
                let directory = try await scene.directory(of: SmallMesh.mesh)
                let shuffled = try await scene.directory("replica")
                try Self.write(directory, into: shuffled)
                let servers = [try await scene.server(directory), try await scene.server(shuffled)]
                let web = SmallMesh.web
                let door = try await scene.gateway(on: "127.0.0.1", to: [try servers[0].socket()])
                let node = TestMesh.client(in: "west")
                let envoy = try await scene.envoy(
                    EnvoyBootstrap(
                        node: node,
                        managementServer: door.socket,
                        flavour: delivery.flavour(),
                        clusters: [web]
                    )
                )
                try await envoy.untilReady()
                // An Envoy whose fetch timed out is ready too.
                try await envoy.untilStatistics { $0.number("update_success", ofCluster: web.name) == 1 }
                let version = try await envoy.admin.statistics().version(ofCluster: web.name)
                let before = try await envoy.admin.hosts(of: web.name)
                #expect(version != nil && version != "0" && !before.isEmpty)

                await door.stop()
                let other = try await scene.gateway(
                    on: "127.0.0.1",
                    port: door.socket.port,
                    to: [try servers[1].socket()]
                )
                try await servers[1].line(containing: "stream opened")
                #expect(other.socket == door.socket)
                // Only delta EDS sends the client's versions and trusts them (XP-D4); the other protocols send the same
                // content once more.
                let again = delivery == .delta ? 0 : 1
                try await envoy.untilStatistics { $0.number("update_success", ofCluster: web.name) == 1 + again }
                let statistics = try await envoy.admin.statistics()
                #expect(statistics.version(ofCluster: web.name) == version)
                #expect(statistics.number("update_rejected", ofCluster: web.name) == 0)
                let after = try await envoy.admin.hosts(of: web.name)
                #expect(after == before)

                // The second replica is really used.
                var mesh = SmallMesh.mesh
                SmallMesh.addEndpoint(&mesh)
                try mesh.write(to: directory)
                try Self.write(directory, into: shuffled)
                try await envoy.untilHosts(of: web.name) { Set($0.map(\.socket)) == SmallMesh.socketsAfterwards }
                let last = try await envoy.admin.statistics()
                #expect(last.number("update_success", ofCluster: web.name) == 2 + again)
            }
        }

        /// Writes the same mesh with every object in its own file, the last one first.
        private static func write(_ directory: TemporaryDirectory, into other: TemporaryDirectory) throws {
            for file in ["mesh-directory.yaml", "mesh-networks.yaml", "proxies.yaml"] {
                try other.write(String(contentsOfFile: directory.file(file), encoding: .utf8), to: file)
            }
            for cluster in TestMesh.clusters {
                let text = try String(contentsOfFile: directory.file(TestMesh.objects(of: cluster)), encoding: .utf8)
                let objects = text.components(separatedBy: "---\n")
                for (number, object) in objects.enumerated() {
                    try other.write(object, to: "clusters/\(cluster)/\(objects.count - number).yaml")
                }
            }
        }
    }
}
