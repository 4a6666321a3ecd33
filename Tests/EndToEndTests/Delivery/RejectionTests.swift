import EnvoyHarness
import Testing

extension EndToEnd {
    @Suite("Rejected assignments with Envoy")
    struct RejectionTests {
        @Test(
            "Envoy receives all other assignments, no repetition of the rejected one, and the repaired one",
            arguments: Delivery.served
        )
        func oneBad(delivery: Delivery) async throws {
            try await Scene.play { scene in
                var mesh = Self.mesh
                let directory = try await scene.directory(of: mesh)
                try directory.write(Self.entry("unix://\(Self.longPath)"), to: Self.file)
                let server = try await scene.server(directory)
                let envoy = try await scene.envoy(
                    TestMesh.client(in: "west"),
                    delivery,
                    from: server,
                    [Self.web, Self.bad, Self.other]
                )
                let sent = Self.sent(delivery)
                try await envoy.untilStatistics { statistics in
                    statistics.number("update_rejected", ofCluster: Self.bad.name) >= sent.lowerBound
                }
                try await envoy.untilReady()
                try await envoy.untilHosts(of: Self.web.name) { Set($0.map(\.socket)) == Set(SmallMesh.sockets) }
                try await envoy.untilHosts(of: Self.other.name) { $0.map(\.socket) == [SmallMesh.other.socket] }

                SmallMesh.addEndpoint(&mesh)
                try mesh.write(to: directory)
                try await envoy.untilHosts(of: Self.web.name) { Set($0.map(\.socket)) == SmallMesh.socketsAfterwards }
                mesh.services[1].workloads[0].socket = Self.moved
                try mesh.write(to: directory)
                try await envoy.untilHosts(of: Self.other.name) { $0.map(\.socket) == [Self.moved] }
                #expect(try await envoy.admin.hosts(of: Self.bad.name).isEmpty)
                let before = try await envoy.admin.statistics(matching: "update_")
                let rejections = before.number("update_rejected", ofCluster: Self.bad.name)
                #expect(sent.contains(rejections))

                try directory.write(Self.entry(Self.repaired.address), to: Self.file)
                try await envoy.untilHosts(of: Self.bad.name) { $0.map(\.socket) == [Self.repaired] }
                let statistics = try await envoy.admin.statistics(matching: "update_")
                #expect(statistics.number("update_success", ofCluster: Self.bad.name) == 1)
                for cluster in [Self.web, Self.bad, Self.other] {
                    #expect(
                        statistics.number("update_rejected", ofCluster: cluster.name)
                            == before.number("update_rejected", ofCluster: cluster.name)
                    )
                }
                // Envoy's reason, once for each time.
                let complaints = server.process.output.lines.filter { $0.contains("client rejected a response") }
                #expect(complaints.count == rejections)
                for complaint in complaints {
                    #expect(complaint.contains("\(Self.longPath)\" exceeds maximum UNIX domain socket path size"))
                }
            }
        }

        /// Returns the number of times that the invalid assignment is sent.
        ///
        /// On delta ADS the names of a rejected response are sent again one by one, once, to find the invalid one
        /// (XP-D15). The first response may have been sent in two parts, because Envoy subscribes to its clusters as
        /// they begin to warm.
        private static func sent(_ delivery: Delivery) -> ClosedRange<Int> { delivery == .adsDelta ? 2...3 : 1...1 }

        // MARK: A mesh with a Unix socket whose path exceeds Envoy's limit of 107 characters

        private static let web = SmallMesh.web
        private static let other = EDSCluster(mesh.services[1].resource)
        static let bad = EDSCluster("outbound|80||socket.test")
        private static let moved = NetworkEndpoint("127.1.0.8", 8080)
        private static let repaired = NetworkEndpoint("127.1.0.7", 80)
        static let file = "clusters/west/socket.yaml"
        static let longPath = "/" + String(repeating: "s", count: 107)

        private static let mesh: TestMesh = {
            var mesh = SmallMesh.mesh
            mesh.services.append(TestMesh.Service(name: "other", workloads: [SmallMesh.other]))
            return mesh
        }()

        static func entry(_ address: String) -> String {
            """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata:
              name: socket
              namespace: shop
            spec:
              hosts: [socket.test]
              location: MESH_INTERNAL
              resolution: STATIC
              ports:
              - number: 80
                name: http
                protocol: HTTP
              endpoints:
              - address: \(address)

            """
        }
    }
}
