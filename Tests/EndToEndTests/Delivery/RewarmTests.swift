import EnvoyHarness
import Testing

extension EndToEnd {
    @Suite("Warming of clusters with Envoy")
    struct RewarmTests {
        /// Delta ADS is omitted: Envoy sends no request there, and an EDS server cannot detect it (XP-E35).
        private static let asking: [Delivery] = [.sotw, .delta, .adsSotw]

        @Test("A changed cluster that warms again is answered at once", arguments: asking)
        func changed(delivery: Delivery) async throws {
            try await Self.play(delivery) { envoy, bootstrap in
                var bootstrap = bootstrap
                bootstrap.clusters = [Self.cluster(connectTimeout: 2)]
                try bootstrap.writeClusters()
                try await envoy.untilStatistics {
                    $0.number("cluster_manager.cluster_modified") == 1 && Self.isWarm($0)
                }
                let hosts = try await envoy.admin.hosts(of: SmallMesh.web.name).map(\.socket)
                #expect(Set(hosts) == Set(SmallMesh.sockets))
            }
        }

        @Test("A changed and a new cluster are answered at once", arguments: asking)
        func changedAndAdded(delivery: Delivery) async throws {
            try await Self.play(delivery) { envoy, bootstrap in
                var bootstrap = bootstrap
                let added = EDSCluster("other", serviceName: Self.other.resource, initialFetchTimeout: 0)
                bootstrap.clusters = [Self.cluster(connectTimeout: 2), added]
                try bootstrap.writeClusters()
                try await envoy.untilStatistics {
                    $0.number("cluster_manager.cluster_modified") == 1 && Self.isWarm($0)
                }
                try await envoy.untilHosts(of: added.name) { $0.map(\.socket) == [SmallMesh.other.socket] }
                let hosts = try await envoy.admin.hosts(of: SmallMesh.web.name).map(\.socket)
                #expect(Set(hosts) == Set(SmallMesh.sockets))
            }
        }

        @Test("A second cluster with the same EDS name is answered at once", arguments: asking)
        func sameName(delivery: Delivery) async throws {
            try await Self.play(delivery) { envoy, bootstrap in
                var bootstrap = bootstrap
                let second = EDSCluster("second", serviceName: SmallMesh.web.name, initialFetchTimeout: 0)
                bootstrap.clusters.append(second)
                try bootstrap.writeClusters()
                try await envoy.untilStatistics(satisfy: Self.isWarm)
                try await envoy.untilHosts(of: second.name) { Set($0.map(\.socket)) == Set(SmallMesh.sockets) }
            }
        }

        // MARK: Clusters from a file, endpoints from the server

        private static let other = TestMesh.Service(name: "other", workloads: [SmallMesh.other])

        /// Without a time limit, so that only a response makes it warm.
        private static func cluster(connectTimeout: Int) -> EDSCluster {
            EDSCluster(SmallMesh.web.name, initialFetchTimeout: 0, connectTimeout: connectTimeout)
        }

        private static func isWarm(_ statistics: EnvoyStatistics) -> Bool {
            statistics.number("cluster_manager.warming_clusters") == 0
        }

        private static func play(
            _ delivery: Delivery,
            _ body: (EnvoyProcess, EnvoyBootstrap) async throws -> Void
        ) async throws {
            try await Scene.play { scene in
                var mesh = SmallMesh.mesh
                mesh.services.append(other)
                let server = try await scene.server(try await scene.directory(of: mesh))
                var bootstrap = EnvoyBootstrap(
                    node: TestMesh.client(in: "west"),
                    managementServer: try server.socket(),
                    flavour: delivery.flavour(),
                    clusters: [cluster(connectTimeout: 1)]
                )
                bootstrap.clusterDirectory = try await scene.directory("cds")
                let envoy = try await scene.envoy(bootstrap)
                try await envoy.untilReady()
                try await body(envoy, bootstrap)
                let statistics = try await envoy.admin.statistics(matching: "update_rejected$|init_fetch_timeout$")
                #expect(!statistics.names.isEmpty)
                #expect(statistics.names.allSatisfy { statistics.number($0) == 0 })
            }
        }
    }
}
