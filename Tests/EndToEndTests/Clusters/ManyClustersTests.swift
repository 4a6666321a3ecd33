import EnvoyHarness
import Testing

extension EndToEnd {
    @Suite("Envoy with five hundred clusters")
    struct ManyClustersTests {
        private static let count = 500

        @Test(
            "Envoy gets each cluster on its own stream, and a change is sent only to its cluster's stream",
            arguments: [
                Delivery.sotw, .delta,
            ]
        )
        func streamPerCluster(delivery: Delivery) async throws {
            try await Scene.play { scene in
                var mesh = TestMesh(services: (0..<Self.count).map(Self.service))
                let directory = try await scene.directory(of: mesh)
                let server = try await scene.server(directory)
                let clusters = mesh.services.map { EDSCluster($0.resource, initialFetchTimeout: 0) }
                let envoy = try await scene.envoy(TestMesh.client(in: "west"), delivery, from: server, clusters)
                try await envoy.untilReady(within: .seconds(120))
                let hosts = try await envoy.admin.hosts()
                for service in mesh.services {
                    #expect(hosts[service.resource]?.map(\.socket) == service.workloads.map(\.socket))
                }
                let opened = server.process.output.lines.count { $0.contains("stream opened") }
                #expect(opened == Self.count)

                mesh.services[7].workloads[0].socket = SmallMesh.other.socket
                let changed = mesh.services[7]
                try mesh.write(to: directory)
                try await envoy.untilHosts(of: changed.resource, within: .seconds(60)) {
                    $0.map(\.socket) == [SmallMesh.other.socket]
                }
                let statistics = try await envoy.admin.statistics(matching: "update_(success|rejected)$")
                for cluster in clusters {
                    let expected = cluster.name == changed.resource ? 2 : 1
                    #expect(statistics.number("update_success", ofCluster: cluster.name) == expected)
                    #expect(statistics.number("update_rejected", ofCluster: cluster.name) == 0)
                }
            }
        }

        private static func service(_ number: Int) -> TestMesh.Service {
            let socket = NetworkEndpoint("127.1.\(1 + number / 250).\(number % 250)", 8080)
            let workload = TestMesh.Workload(name: "pod-\(number)", cluster: "west", socket: socket)
            return TestMesh.Service(name: "service-\(number)", workloads: [workload])
        }
    }
}
